import { ApiError } from '../errors.ts';
import type { Backend, BackendAnswer } from './client.ts';
import { readJsonText } from './json-text.ts';
import { postForm, type CallContext, type Upload } from './post-form.ts';

const LABEL = 'STT backend error';

/** The speech-to-text protocol of the whisper backend. Uploads hold `file`, and `language`, `word_timestamps`. */
export const createWhisper = (backend: Backend) => ({
  transcribe: async (upload: Upload, context: CallContext): Promise<string> =>
    readJsonText(await postForm(backend, '/transcribe', upload, LABEL, context), LABEL),

  detectLanguage: async (upload: Upload, context: CallContext): Promise<string> =>
    readJsonText(await postForm(backend, '/detect-language', upload, LABEL, context), LABEL),

  /** Server-sent events: `segment` for each segment, `done` at the end. */
  stream: async (upload: Upload, context: CallContext): Promise<BackendAnswer> => {
    const answer = await postForm(backend, '/stream', upload, LABEL, context);
    if (String(answer.headers['content-type']).startsWith('text/event-stream')) return answer;
    answer.body.destroy();
    throw new ApiError(502, 'backend_bad_answer', `${LABEL}: the answer is not an event stream`);
  },
});
