import { framesOf, type AudioChunk } from '../../audio/audio-stream.ts';
import { openAudio } from '../../audio/decode.ts';
import { encodeAudio } from '../../audio/encode.ts';
import { resample } from '../../audio/resample.ts';
import { Rnnoise, RNNOISE_DELAY, RNNOISE_FRAME, RNNOISE_RATE } from './rnnoise.ts';

export interface DenoiseOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Any readable audio as a 16-bit WAV at 48 kHz without its background noise, of the same length. @throws {AudioError} */
export async function* denoise(
  source: AsyncIterable<Uint8Array>,
  { signal }: DenoiseOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { sampleRate, channels, chunks } = await openAudio(source, { signal });
  const cleaned = denoiseChunks(resample(chunks, sampleRate, RNNOISE_RATE), channels);
  yield* encodeAudio(cleaned, { format: 'wav', sampleRate: RNNOISE_RATE, channels });
}

/** Denoises 48 kHz chunks. Comes out in line with the input and exactly as long. */
export async function* denoiseChunks(
  chunks: AsyncIterable<AudioChunk>,
  channels: number,
): AsyncGenerator<AudioChunk, void, undefined> {
  const rnnoise = await Rnnoise.create(channels);
  let rest: AudioChunk = Array.from({ length: channels }, () => new Float32Array(0));
  let taken = 0;
  let given = -RNNOISE_DELAY;
  /** Denoises what makes whole frames, and leaves out the delay at the start. */
  const clean = (chunk: AudioChunk): AudioChunk => {
    const joined = rest.map((left, channel) => concat(left, chunk[channel]!));
    const whole = framesOf(joined) - (framesOf(joined) % RNNOISE_FRAME);
    rest = joined.map((samples) => samples.slice(whole));
    const out = joined.map((samples) => samples.subarray(0, whole));
    out.forEach((samples, channel) => rnnoise.process(channel, samples));
    const early = Math.min(whole, Math.max(0, -given));
    given += whole;
    return out.map((samples) => samples.subarray(early));
  };
  try {
    for await (const chunk of chunks) {
      taken += framesOf(chunk);
      const out = clean(chunk);
      if (framesOf(out) > 0) yield out;
    }
    const missing = taken - Math.max(0, given);
    const silence = new Float32Array(RNNOISE_DELAY + RNNOISE_FRAME);
    yield clean(rest.map(() => silence)).map((samples) => samples.subarray(0, missing));
  } finally {
    rnnoise.free();
  }
}

function concat(left: Float32Array, right: Float32Array): Float32Array {
  const both = new Float32Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
