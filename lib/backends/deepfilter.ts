import { expectAudio, expectWav } from './audio-answer.ts';
import type { Backend, BackendAnswer } from './client.ts';
import { postForm, type CallContext, type Upload } from './post-form.ts';

const LABEL = 'Audio backend error';

/** The audio protocol of the deepfilter backend: audio in, audio out. */
export const createDeepfilter = (backend: Backend) => ({
  /** Upload: `file`. Answer: 48 kHz WAV. */
  denoise: async (upload: Upload, context: CallContext): Promise<BackendAnswer> =>
    expectWav(await postForm(backend, '/denoise', upload, LABEL, context), LABEL),

  /** Upload: `file`, `output_format`, and `sample_rate`, `bitrate`. */
  convert: async (upload: Upload, context: CallContext): Promise<BackendAnswer> =>
    expectAudio(await postForm(backend, '/convert', upload, LABEL, context), LABEL),
});
