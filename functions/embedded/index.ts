import { createAudioEngine } from '../../lib/engines/audio/engine.ts';
import { createEmbeddingsEngine } from '../../lib/engines/embeddings/engine.ts';
import { createSpeakersEngine } from '../../lib/engines/speakers/engine.ts';
import { createSttEngine } from '../../lib/engines/stt/engine.ts';
import { embedded } from '../../lib/routes/embedded.ts';
import { start } from '../../lib/start.ts';
import { chatterboxTts } from './chatterbox-tts.ts';
import { deepfilterAudio } from './deepfilter-audio.ts';
import { llamaEmbed } from './llama-embed.ts';
import { llamaRouter } from './llama-router.ts';
import { pyannoteSpeaker } from './pyannote-speaker.ts';
import { whisperStt } from './whisper-stt.ts';
import { workerFile } from './worker-file.ts';

start('embedded', embedded, (env) => {
  const idleTimeout = env.EMBEDDED_IDLE_SECONDS * 1000;
  const audio = createAudioEngine({ workerFile: workerFile('audio') });
  const embeddings = createEmbeddingsEngine({ workerFile: workerFile('embeddings'), idleTimeout });
  const speakers = createSpeakersEngine({ workerFile: workerFile('speakers'), idleTimeout });
  const stt = createSttEngine({ executable: env.POCKETSPHINX });
  const tts = chatterboxTts(idleTimeout, env.STATE_DIR);
  const router = llamaRouter(embeddings, env.EMBEDDED_MODEL_SLEEP_SECONDS);
  return {
    handlers: {
      ...llamaEmbed(embeddings),
      ...router.handlers,
      ...tts.handlers,
      ...whisperStt(stt, audio),
      ...pyannoteSpeaker(speakers, audio),
      ...deepfilterAudio(audio),
    },
    close: async () => {
      router.close();
      await Promise.all([tts.close(), audio.close(), embeddings.close(), speakers.close()]);
    },
  };
});
