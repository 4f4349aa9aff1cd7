import { createAudioEngine } from '../../lib/engines/audio/engine.ts';
import { embedded } from '../../lib/routes/embedded.ts';
import { start } from '../../lib/start.ts';
import { chatterboxTts } from './chatterbox-tts.ts';
import { deepfilterAudio } from './deepfilter-audio.ts';
import { workerFile } from './worker-file.ts';

start('embedded', embedded, (env) => {
  const idleMs = env.EMBEDDED_IDLE_SECONDS * 1000;
  const audio = createAudioEngine({ workerFile: workerFile('audio') });
  const tts = chatterboxTts(idleMs);
  return {
    handlers: { ...tts.handlers, ...deepfilterAudio(audio) } as never,
    close: async () => {
      await Promise.all([tts.close(), audio.close()]);
    },
  };
});
