import { createPowerSpectrum } from './fft.ts';

/** Sample rate of everything here, in Hz. */
export const RATE = 16_000;
/** Frames per second. */
export const FRAME_RATE = 100;
/** Numbers in a frame. */
export const CEPSTRA = 13;

// As the acoustic model was trained: its feat.params, and the defaults of its trainer.
const HOP = RATE / FRAME_RATE;
const WINDOW = 410;
const FFT = 512;
const PREEMPHASIS = 0.97;
const FILTERS = 25;
const [LOWEST, HIGHEST] = [130, 6800];
const LIFTER = 22;

export interface Frames {
  readonly count: number;
  /** `count` × 13 cepstra, one frame after the other, not normalised. */
  readonly cepstra: Float32Array;
  /** Log energy of each frame, in decibels of full scale. */
  readonly energy: Float32Array;
}

const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const hertz = (mels: number): number => 700 * (10 ** (mels / 2595) - 1);

/** Mel filters as [first bin, weights]. */
const filters = Array.from({ length: FILTERS }, (_, i): readonly [number, Float64Array] => {
  const edge = (k: number): number =>
    hertz(mel(LOWEST) + ((mel(HIGHEST) - mel(LOWEST)) * k) / (FILTERS + 1));
  const [left, centre, right] = [edge(i), edge(i + 1), edge(i + 2)];
  const bin = RATE / FFT;
  const [first, last] = [Math.ceil(left / bin), Math.floor(right / bin)];
  const weights = Float64Array.from({ length: last - first + 1 }, (_w, k) => {
    const at = (first + k) * bin;
    return Math.max(0, Math.min((at - left) / (centre - left), (right - at) / (right - centre)));
  });
  return [first, weights];
});

const dct = Array.from({ length: CEPSTRA }, (_, k) =>
  Float64Array.from(
    { length: FILTERS },
    (_f, i) =>
      Math.sqrt((k === 0 ? 1 : 2) / FILTERS) * Math.cos((Math.PI * k * (i + 0.5)) / FILTERS),
  ),
);
const lift = Float64Array.from(
  { length: CEPSTRA },
  (_, k) => 1 + (LIFTER / 2) * Math.sin((Math.PI * k) / LIFTER),
);
const hamming = Float64Array.from(
  { length: WINDOW },
  (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (WINDOW - 1)),
);

/** Mel cepstra of mono speech at 16 kHz, 100 frames a second. */
export function mfcc(samples: Float32Array): Frames {
  const count = Math.max(0, Math.floor((samples.length - WINDOW) / HOP) + 1);
  const cepstra = new Float32Array(count * CEPSTRA);
  const energy = new Float32Array(count);
  const spectrum = createPowerSpectrum(FFT);
  const frame = new Float64Array(FFT);
  const logs = new Float64Array(FILTERS);
  for (let n = 0; n < count; n++) {
    const start = n * HOP;
    let sum = 0;
    for (let i = 0; i < WINDOW; i++) {
      const sample = samples[start + i]!;
      sum += sample * sample;
      frame[i] = (sample - PREEMPHASIS * (samples[start + i - 1] ?? 0)) * 32768 * hamming[i]!;
    }
    energy[n] = 10 * Math.log10(sum / WINDOW + 1e-10);
    const power = spectrum(frame);
    for (const [f, [first, weights]] of filters.entries()) {
      let total = 0;
      for (let k = 0; k < weights.length; k++) total += power[first + k]! * weights[k]!;
      logs[f] = Math.log(total + 1);
    }
    for (const [k, row] of dct.entries()) {
      let value = 0;
      for (let f = 0; f < FILTERS; f++) value += logs[f]! * row[f]!;
      cepstra[n * CEPSTRA + k] = value * lift[k]!;
    }
  }
  return { count, cepstra, energy };
}
