import { Readable } from 'node:stream';
import type { ConvertOptions } from '../../lib/audio/convert.ts';
import { MEDIA_TYPES, type AudioFormat } from '../../lib/audio/formats.ts';
import type { AudioEngine } from '../../lib/engines/audio/engine.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { json, stream, type Reply } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { engineError } from './engine-error.ts';
import { readUpload } from './upload.ts';

type Audio = Pick<Handlers<typeof embedded>, 'audioHealth' | 'denoise' | 'convert'>;

/** The deepfilter backend's protocol over RNNoise and the embedded codecs. */
export const deepfilterAudio = (audio: AudioEngine): Audio => ({
  audioHealth: () => json({ status: 'ok', engine: 'embedded-rnnoise' }),

  denoise: async ({ form, signal }) => {
    const { file } = await readUpload(form(), () => true);
    return reply(audio.denoise(file, { signal }), 'audio/wav');
  },

  convert: async ({ form, signal }) => {
    // The format decides the encoder: a form whose fields come behind its file waits on disk for them.
    const { file, values } = await readUpload(form(), (known) => 'output_format' in known);
    const format = (values()['output_format'] ?? 'wav') as AudioFormat;
    const options = {
      format,
      sampleRate: values()['sample_rate'],
      bitrate: values()['bitrate'],
      signal,
    } as ConvertOptions;
    return reply(audio.convert(file, options), MEDIA_TYPES[format]);
  },
});

/** Waits for the first bytes, so that audio that cannot be read is an error and not a broken stream. */
async function reply(output: AsyncIterable<Uint8Array>, type: string): Promise<Reply<never>> {
  const chunks = output[Symbol.asyncIterator]();
  const first = await chunks.next().catch((error: unknown) => {
    throw engineError(error);
  });
  return stream(Readable.from(all(first, chunks), { objectMode: false }), type, {
    headers: { 'x-synapse-engine': 'embedded' },
  });
}

async function* all(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let item = first; !item.done; item = await rest.next()) yield item.value;
  } finally {
    await rest.return?.();
  }
}
