import { createOggEncoder } from 'wasm-media-encoders';
import type { AudioChunk } from './audio-stream.ts';
import type { EncoderInput } from './encoder-input.ts';
import { encodeWasm } from './encode-wasm.ts';

/** Nominal kbit/s of qualities -1 … 10 for stereo at 44.1 kHz, from libvorbis' own table. */
const NOMINAL = [45, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500] as const;
const DEFAULT_QUALITY = 5;

/** Vorbis in Ogg. Its bitrate varies; the one asked for is met on average, by way of the quality setting. */
export async function* encodeVorbis(
  chunks: AsyncIterable<AudioChunk>,
  { sampleRate, channels, bitrate }: EncoderInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = await createOggEncoder();
  const vbrQuality =
    bitrate === undefined ? DEFAULT_QUALITY : qualityFor(bitrate, sampleRate, channels);
  encoder.configure({ sampleRate, channels: channels as 1 | 2, vbrQuality });
  yield* encodeWasm(encoder, chunks);
}

/** The quality whose nominal bitrate, scaled to rate and channels, is the one given; −1…10. */
function qualityFor(bitrate: number, sampleRate: number, channels: number): number {
  const scale = (Math.min(sampleRate, 48_000) / 44_100) * (channels === 1 ? 0.6 : 1);
  const kbits = bitrate / 1000 / scale;
  const above = NOMINAL.findIndex((nominal) => nominal >= kbits);
  if (above < 0) return 10;
  if (above === 0) return -1;
  const [low, high] = [NOMINAL[above - 1]!, NOMINAL[above]!];
  return above - 2 + (kbits - low) / (high - low);
}
