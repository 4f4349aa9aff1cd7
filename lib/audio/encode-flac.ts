import flac from 'libflacjs/dist/libflac.min.js';
import { framesOf, type AudioChunk } from './audio-stream.ts';
import type { EncoderInput } from './encoder-input.ts';
import { toInt16 } from './pcm.ts';

const STEP = 8192;
const LEVEL = 5;

/** FLAC at 16 bits. The length in its header stays "unknown", as the header is sent before the end is known. */
export async function* encodeFlac(
  chunks: AsyncIterable<AudioChunk>,
  { sampleRate, channels }: EncoderInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  await ready();
  const encoder = flac.create_libflac_encoder(sampleRate, channels, 16, LEVEL, 0, false);
  const written: Uint8Array[] = [];
  try {
    const status = flac.init_encoder_stream(encoder, (data) => {
      written.push(data.slice());
    });
    if (encoder === 0 || status !== 0) throw new Error(`libFLAC refused to start (${status})`);
    for await (const chunk of chunks) {
      for (let at = 0; at < framesOf(chunk); at += STEP) {
        const samples = chunk.map((channel) =>
          Int32Array.from(channel.subarray(at, at + STEP), toInt16),
        );
        if (!flac.FLAC__stream_encoder_process(encoder, samples, samples[0]!.length))
          throw new Error('libFLAC refused samples');
        yield* written.splice(0);
      }
    }
    flac.FLAC__stream_encoder_finish(encoder);
    yield* written.splice(0);
  } finally {
    if (encoder !== 0) flac.FLAC__stream_encoder_delete(encoder);
  }
}

const ready = (): Promise<void> =>
  new Promise((resolve) => {
    if (flac.isReady()) resolve();
    else flac.on('ready', () => resolve());
  });
