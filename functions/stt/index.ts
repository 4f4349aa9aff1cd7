import { connectBackends } from '../../lib/backends/connect.ts';
import { createSttBackend } from '../../lib/backends/stt-backend.ts';
import { stt } from '../../lib/routes/stt.ts';
import { start } from '../../lib/start.ts';
import { detectLanguage } from './detect-language.ts';
import { stream } from './stream.ts';
import { transcribe } from './transcribe.ts';

start('stt', stt, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const backend = (path: string) => createSttBackend(backends.forRoute(path, 'whisper-stt'));
  return {
    handlers: {
      transcribe: transcribe(backend),
      detectLanguage: detectLanguage(backend),
      stream: stream(backend),
    },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
