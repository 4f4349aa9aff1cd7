import { createChatterbox } from '../../lib/backends/chatterbox.ts';
import { connectBackends } from '../../lib/backends/connect.ts';
import { voices } from '../../lib/routes/voices.ts';
import { start } from '../../lib/start.ts';
import { createVoiceStore } from '../../lib/voices/store.ts';
import { addReferences } from './add-references.ts';
import { create } from './create.ts';
import { getReference } from './get-reference.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { removeReference } from './remove-reference.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';

start('voices', voices, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const store = createVoiceStore({
    directory: env.VOICE_LIBRARY_DIR,
    maxVoices: env.VOICES_MAX,
    maxReferences: env.VOICE_REFERENCES_MAX,
  });
  const limits = {
    maxBytes: env.MAX_VOICE_FILE_BYTES,
    minSeconds: env.VOICE_MIN_SECONDS,
    maxSeconds: env.VOICE_MAX_SECONDS,
  };
  const chatterbox = backends.has('chatterbox-tts')
    ? createChatterbox(backends.get('chatterbox-tts'))
    : null;
  return {
    handlers: {
      list: list(store),
      create: create(store, limits),
      get: get(store),
      rename: rename(store),
      remove: remove(store, chatterbox),
      addReferences: addReferences(store, limits),
      getReference: getReference(store),
      removeReference: removeReference(store, chatterbox),
    },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
