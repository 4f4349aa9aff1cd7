import { ApiError } from '../errors.ts';
import type { Backend } from './client.ts';
import { readJsonText } from './json-text.ts';
import { postForm } from './post-form.ts';
import type { SttBackend } from './stt-protocol.ts';

const LABEL = 'STT backend error';

/** The speech-to-text protocol of the whisper backend. Uploads hold `file`, and `language`, `word_timestamps`. */
export const createWhisper = (backend: Backend): SttBackend => ({
  fields: {
    // The backend's own default for words is true, so the field is always sent.
    transcribe: ({ language, word_timestamps: words }) => ({
      ...(typeof language === 'string' && { language }),
      word_timestamps: String(words === true),
    }),
    detectLanguage: () => ({}),
    stream: ({ language }) => (typeof language === 'string' ? { language } : {}),
  },

  transcribe: async (upload, context) =>
    readJsonText(await postForm(backend, '/transcribe', upload, LABEL, context), LABEL),

  detectLanguage: async (upload, context) =>
    readJsonText(await postForm(backend, '/detect-language', upload, LABEL, context), LABEL),

  stream: async (upload, context) => {
    const answer = await postForm(backend, '/stream', upload, LABEL, context);
    if (String(answer.headers['content-type']).startsWith('text/event-stream')) return answer;
    answer.body.destroy();
    throw new ApiError(502, 'backend_bad_answer', `${LABEL}: the answer is not an event stream`);
  },
});
