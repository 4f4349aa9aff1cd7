import { framesOf, type AudioChunk } from './audio-stream.ts';
import { windowedSinc, type SincFilter } from './windowed-sinc.ts';

/** Frames a step: bounds what one very long chunk allocates. */
const STEP = 16_384;

/**
 * Changes the sample rate of a running stream by a polyphase windowed sinc (90 dB stop band; passes up to 0.88 of
 * the lower Nyquist frequency). Delay is compensated: `n` frames in are `ceil(n · to / from)` frames out, in line.
 */
export class Resampler {
  readonly #filter: SincFilter;
  readonly #step: number;
  readonly #phases: number;
  /** Input frames still needed, one array per channel; before the first stand `half - 1` frames of silence. */
  #held: Float32Array[] | undefined;
  /** Where the next output frame lies: whole input frames into `#held`, and phases beyond. */
  #at = 0;
  #phase = 0;

  constructor(from: number, to: number) {
    const common = gcd(from, to);
    this.#phases = to / common;
    this.#step = from / common;
    this.#filter = windowedSinc(from, to, this.#phases);
  }

  /** All output that the input so far settles. */
  push(chunk: AudioChunk): Float32Array[] {
    const { half } = this.#filter;
    this.#held ??= chunk.map(() => new Float32Array(half - 1));
    this.#held = this.#held.map((held, channel) => joined(held, chunk[channel]!));
    return this.#produce();
  }

  /** The rest, once there is no more input. */
  end(): Float32Array[] {
    if (!this.#held) return [];
    const silence = new Float32Array(this.#filter.half);
    return this.push(this.#held.map(() => silence));
  }

  #produce(): Float32Array[] {
    const held = this.#held!;
    const { half } = this.#filter;
    // An output frame at `at` has its taps at `at` … `at + 2·half − 1`; this many values of `at` have all of them.
    const room = framesOf(held) - 2 * half + 1 - this.#at;
    const count = Math.max(0, Math.ceil((room * this.#phases - this.#phase) / this.#step));
    const out = held.map((input) => this.#convolve(input, count));
    const moved = this.#phase + count * this.#step;
    this.#phase = moved % this.#phases;
    const next = this.#at + Math.floor(moved / this.#phases);
    const drop = Math.min(next, framesOf(held));
    this.#at = next - drop;
    this.#held = held.map((input) => input.slice(drop));
    return out;
  }

  #convolve(input: Float32Array, count: number): Float32Array {
    const { taps, table, rows } = this.#filter;
    const out = new Float32Array(count);
    let at = this.#at;
    let phase = this.#phase;
    for (let i = 0; i < count; i++) {
      const exact = (phase * rows) / this.#phases;
      const row = Math.floor(exact);
      const blend = exact - row;
      const near = row * taps;
      let sum = 0;
      if (blend === 0) {
        for (let t = 0; t < taps; t++) sum += input[at + t]! * table[near + t]!;
      } else {
        const far = near + taps;
        let second = 0;
        for (let t = 0; t < taps; t++) {
          const sample = input[at + t]!;
          sum += sample * table[near + t]!;
          second += sample * table[far + t]!;
        }
        sum += (second - sum) * blend;
      }
      out[i] = sum;
      phase += this.#step;
      at += Math.floor(phase / this.#phases);
      phase %= this.#phases;
    }
    return out;
  }
}

/** Resamples a stream of chunks; the chunks themselves where the rates are equal. */
export async function* resample(
  chunks: AsyncIterable<AudioChunk>,
  from: number,
  to: number,
): AsyncGenerator<AudioChunk, void, undefined> {
  if (from === to) {
    yield* chunks;
    return;
  }
  const resampler = new Resampler(from, to);
  for await (const chunk of chunks) {
    for (let at = 0; at < framesOf(chunk); at += STEP) {
      const out = resampler.push(chunk.map((samples) => samples.subarray(at, at + STEP)));
      if (framesOf(out) > 0) yield out;
    }
  }
  const rest = resampler.end();
  if (framesOf(rest) > 0) yield rest;
}

function joined(left: Float32Array, right: Float32Array): Float32Array {
  const both = new Float32Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
