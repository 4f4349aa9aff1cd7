import type { Backend } from './client.ts';
import { readJsonText } from './json-text.ts';
import { postForm, type CallContext, type Upload } from './post-form.ts';

const LABEL = 'Speaker backend error';

/** The speaker protocol of the pyannote backend. */
export const createPyannote = (backend: Backend) => ({
  /** Upload: `file`, and `num_speakers`, `min_speakers`, `max_speakers` as decimal strings. */
  diarize: async (upload: Upload, context: CallContext): Promise<string> =>
    readJsonText(await postForm(backend, '/diarize', upload, LABEL, context), LABEL),

  /** Upload: `file1`, `file2`. */
  verify: async (upload: Upload, context: CallContext): Promise<string> =>
    readJsonText(await postForm(backend, '/verify', upload, LABEL, context), LABEL),
});
