import { createMp3Encoder } from 'wasm-media-encoders';
import type { AudioChunk } from './audio-stream.ts';
import { nearest } from './bitrate.ts';
import type { EncoderInput } from './encoder-input.ts';
import { encodeWasm } from './encode-wasm.ts';
import type { MP3_RATES } from './sample-rates.ts';

/** kbit/s of MPEG 1 (32 kHz and above), 2 (16 kHz and above) and 2.5, as far as the encoder takes them. */
const MPEG1 = [32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const MPEG2 = [8, 16, 24, 32, 40, 48, 64, 80, 96, 112, 128, 160] as const;
const MPEG25 = [8, 16, 24, 32, 40, 48, 64] as const;
type Kbits = (typeof MPEG1)[number] | (typeof MPEG2)[number] | (typeof MPEG25)[number];

/** LAME, at a constant bitrate: the nearest the rate has to what was asked for; 192k stereo, 128k mono otherwise. */
export async function* encodeMp3(
  chunks: AsyncIterable<AudioChunk>,
  { sampleRate, channels, bitrate }: EncoderInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const wanted = (bitrate ?? (channels === 1 ? 128_000 : 192_000)) / 1000;
  const allowed = sampleRate >= 32_000 ? MPEG1 : sampleRate >= 16_000 ? MPEG2 : MPEG25;
  const kbits = nearest(wanted, allowed) as Kbits;
  const encoder = await createMp3Encoder();
  const rate = sampleRate as (typeof MP3_RATES)[number];
  encoder.configure({
    sampleRate,
    channels: channels as 1 | 2,
    bitrate: kbits,
    outputSampleRate: rate,
  });
  yield* encodeWasm(encoder, chunks);
}
