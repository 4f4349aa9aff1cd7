import type { Backend } from './client.ts';
import { readJsonText } from './json-text.ts';
import { createOpenAiDiarization } from './openai-diarization.ts';
import { postForm } from './post-form.ts';
import type { SpeakerBackend } from './speaker-backend.ts';

const LABEL = 'Speaker backend error';

/** The speaker protocol of the pyannote backend. */
export const createPyannote = (backend: Backend): SpeakerBackend => ({
  fields: (values) => values,

  diarize: async (upload, context) =>
    readJsonText(await postForm(backend, '/diarize', upload, LABEL, context), LABEL),

  verify: async (upload, context) =>
    readJsonText(await postForm(backend, '/verify', upload, LABEL, context), LABEL),
});

/** The adapter of the backend's `type`. */
export const createSpeakerBackend = (backend: Backend): SpeakerBackend =>
  backend.config.type === 'openai-diarization'
    ? createOpenAiDiarization(backend)
    : createPyannote(backend);
