import { Readable } from 'node:stream';
import type { ConvertOptions } from '../../lib/audio/convert.ts';
import { MEDIA_TYPES } from '../../lib/audio/formats.ts';
import type { AudioEngine } from '../../lib/engines/audio/engine.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { json, stream, type Reply } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { begun } from '../../lib/streams/begun.ts';
import { engineError } from './engine-error.ts';
import { readUpload, type Upload } from './upload.ts';

type Audio = Pick<Handlers<typeof embedded>, 'audioHealth' | 'denoise' | 'convert'>;

/** The deepfilter backend's protocol over RNNoise and the embedded codecs. */
export const deepfilterAudio = (audio: AudioEngine): Audio => ({
  audioHealth: () => json({ status: 'ok', engine: 'embedded-rnnoise' }),

  denoise: async ({ form, signal }) => {
    const upload = await readUpload(form());
    return reply(audio.denoise(upload.file, { signal }), upload, 'audio/wav');
  },

  convert: async ({ form, signal }) => {
    const upload = await readUpload(form(), ['output_format', 'sample_rate', 'bitrate']);
    const { output_format: format, sample_rate: sampleRate, bitrate } = upload.values();
    const options = { format, sampleRate, bitrate, signal } as ConvertOptions;
    return reply(audio.convert(upload.file, options), upload, MEDIA_TYPES[options.format]);
  },
});

/** Waits for the first bytes, so that audio that cannot be read is an error and not a broken stream. */
async function reply(
  output: AsyncIterable<Uint8Array>,
  upload: Upload,
  type: string,
): Promise<Reply<never>> {
  const chunks = await begun(output).catch(async (error: unknown) => {
    await upload.close();
    throw engineError(error);
  });
  return stream(Readable.from(closing(chunks, upload), { objectMode: false }), type, {
    headers: { 'x-synapse-engine': 'embedded' },
  });
}

async function* closing(
  chunks: AsyncGenerator<Uint8Array>,
  upload: Upload,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    // An answer that ends before its request has been read would reset a connection that is not kept.
    await upload.rest();
  } finally {
    await upload.close();
  }
}
