import { connectBackends } from '../../lib/backends/connect.ts';
import { createWhisper } from '../../lib/backends/whisper.ts';
import { stt } from '../../lib/routes/stt.ts';
import { start } from '../../lib/start.ts';
import { detectLanguage } from './detect-language.ts';
import { stream } from './stream.ts';
import { transcribe } from './transcribe.ts';

start('stt', stt, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const whisper = (path: string) => createWhisper(backends.forRoute(path, 'whisper-stt'));
  return {
    handlers: {
      transcribe: transcribe(whisper),
      detectLanguage: detectLanguage(whisper),
      stream: stream(whisper),
    },
    close: () => backends.close(),
  };
});
