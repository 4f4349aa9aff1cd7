import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Upload } from './post-form.ts';

/** One WAV file on disk as a form with a single file part; it is read when it is sent. */
export function fileUpload(field: string, filename: string, path: string): Upload {
  const boundary = `synapse-${randomBytes(12).toString('hex')}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: async function* () {
      yield Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${filename}"\r\ncontent-type: audio/wav\r\n\r\n`,
      );
      yield* createReadStream(path) as AsyncIterable<Uint8Array>;
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    },
  };
}
