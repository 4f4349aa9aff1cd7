import { createChatterbox } from '../../lib/backends/chatterbox.ts';
import { connectBackends } from '../../lib/backends/connect.ts';
import { tts } from '../../lib/routes/tts.ts';
import { start } from '../../lib/start.ts';
import { createReferenceCache } from '../../lib/voices/chatterbox-references.ts';
import { createVoiceStore } from '../../lib/voices/store.ts';
import { interpolate } from './interpolate.ts';
import { languages } from './languages.ts';
import { createSpeaker, type Recording, type Speak } from './speaker.ts';
import { stream } from './stream.ts';
import { synthesize } from './synthesize.ts';

start('tts', tts, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const store = createVoiceStore({
    directory: env.VOICE_LIBRARY_DIR,
    maxVoices: env.VOICES_MAX,
    maxReferences: env.VOICE_REFERENCES_MAX,
  });
  const cache = createReferenceCache();
  const recordingOf = async (id: string): Promise<Recording> => {
    const { path, facts } = await store.firstReference(id);
    return { path, sha256: facts.sha256, filename: `${id}_${facts.name}` };
  };
  const speak =
    (path: string): Speak =>
    async (...call) =>
      createSpeaker(createChatterbox(backends.forRoute(path, 'chatterbox-tts')), {
        recordingOf,
        cache,
      })(...call);
  return {
    handlers: {
      synthesize: synthesize(speak('/tts/synthesize')),
      stream: stream(speak('/tts/stream')),
      interpolate: interpolate(speak('/tts/interpolate'), recordingOf),
      languages: languages(),
    },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
