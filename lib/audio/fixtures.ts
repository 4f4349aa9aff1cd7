import { execFileSync } from 'node:child_process';
import type { AudioChunk, AudioStream } from './audio-stream.ts';
import { openAudio } from './decode.ts';
import { encodeWav } from './wav.ts';

/** Signals and measures for the tests. */

/** A sine of half scale. */
export const tone = (hertz: number, sampleRate: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: Math.round(sampleRate * seconds) },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  );

/** Uniform noise that is the same in every run. */
export function noise(length: number, amplitude: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

export const wavOf = (sampleRate: number, ...channels: Float32Array[]): Buffer =>
  encodeWav({ sampleRate, channels });

/** Bytes as a source, in pieces of a size. */
export async function* bytesOf(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** All of one channel. */
export async function channelOf(
  chunks: AsyncIterable<AudioChunk>,
  channel = 0,
): Promise<Float32Array> {
  const all: Float32Array[] = [];
  for await (const chunk of chunks) all.push(chunk[channel]!);
  return joinSamples(all);
}

export function joinSamples(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export async function decodeAll(
  bytes: Uint8Array,
  size?: number,
): Promise<Omit<AudioStream, 'chunks'> & { readonly samples: Float32Array }> {
  const { codec, sampleRate, channels, chunks } = await openAudio(bytesOf(bytes, size));
  return { codec, sampleRate, channels, samples: await channelOf(chunks) };
}

export const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length));

/** Signal to error in dB after the best gain and, within `maxLag` samples, the best shift; the edges are left out. */
export function snr(reference: Float32Array, heard: Float32Array, maxLag = 0): number {
  const edge = Math.max(maxLag, Math.floor(reference.length * 0.1));
  const end = Math.min(reference.length, heard.length) - edge;
  let best = -Infinity;
  for (let lag = -maxLag; lag <= maxLag; lag++) {
    let [rr, rh, hh] = [0, 0, 0];
    for (let i = edge; i < end; i++) {
      const [r, h] = [reference[i]!, heard[i + lag]!];
      rr += r * r;
      rh += r * h;
      hh += h * h;
    }
    const explained = (rh * rh) / rr;
    best = Math.max(best, 10 * Math.log10(explained / Math.max(hh - explained, 1e-12)));
  }
  return best;
}

/** Power in dB of one frequency, full-scale sine being 0. */
export function levelAt(hertz: number, samples: Float32Array, sampleRate: number): number {
  let [re, im, sum] = [0, 0, 0];
  samples.forEach((x, i) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length);
    const angle = (2 * Math.PI * hertz * i) / sampleRate;
    re += window * x * Math.cos(angle);
    im += window * x * Math.sin(angle);
    sum += window;
  });
  return 20 * Math.log10((2 * Math.hypot(re, im)) / sum + 1e-12);
}

export const hasFfmpeg = ((): boolean => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A WAV file as ffmpeg writes it in another format; arguments end with the output's `-f`. */
export const ffmpegFile = (wav: Uint8Array, ...args: string[]): Buffer =>
  execFileSync('ffmpeg', ['-loglevel', 'error', '-i', 'pipe:0', ...args, 'pipe:1'], { input: wav });
