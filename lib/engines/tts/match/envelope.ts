import { Fft } from './fft.ts';
import type { PitchTrack } from './pitch.ts';

/** Points of an envelope on each octave. */
export const POINTS_PER_OCTAVE = 12;
const LOWEST = 150;
const POINTS = 68;
const SMOOTHING = 1 / 4;
const NARROWEST = 140;
const SIZE = 512;
const FLOOR_DB = -60;

/** Frequency of point `index` of an envelope, in Hz: from 150 to some 7,200, a semitone apart. */
export const frequencyAt = (index: number): number => LOWEST * 2 ** (index / POINTS_PER_OCTAVE);

const FREQUENCIES = Float64Array.from({ length: POINTS }, (_, i) => frequencyAt(i));

/**
 * Mean spectrum of the voiced parts in dB, each frame at equal loudness, smoothed over a half octave (so
 * that single harmonics do not show), its loudest point at 0, and never below -60.
 */
export function envelopeOf(
  samples: Float32Array,
  sampleRate: number,
  pitch: PitchTrack,
): Float64Array {
  const power = meanSpectrum(samples, sampleRate, pitch);
  const width = sampleRate / SIZE;
  const levels = FREQUENCIES.map((frequency) => {
    const reach = Math.max(NARROWEST, frequency * (2 ** SMOOTHING - 1));
    const from = Math.max(1, Math.round((frequency - reach) / width));
    const to = Math.min(SIZE / 2 - 1, Math.round((frequency + reach) / width));
    let sum = 0;
    for (let bin = from; bin <= to; bin++) sum += power[bin]!;
    return 10 * Math.log10(sum / Math.max(1, to - from + 1) + 1e-12);
  });
  const loudest = levels.reduce((most, level) => Math.max(most, level), -Infinity);
  return levels.map((level) => Math.max(FLOOR_DB, level - loudest));
}

function meanSpectrum(samples: Float32Array, sampleRate: number, pitch: PitchTrack): Float64Array {
  const fft = new Fft(SIZE);
  const mean = new Float64Array(SIZE / 2);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  const hop = Math.round(pitch.step * sampleRate);
  for (let i = 0; i < pitch.values.length; i++) {
    const start = i * hop - SIZE / 2;
    if (pitch.values[i] === 0 || start < 0 || start + SIZE > samples.length) continue;
    for (let k = 0; k < SIZE; k++) re[k] = samples[start + k]! * HANN[k]!;
    im.fill(0);
    fft.forward(re, im);
    let total = 1e-12;
    for (let bin = 0; bin < SIZE / 2; bin++) total += re[bin]! ** 2 + im[bin]! ** 2;
    for (let bin = 0; bin < SIZE / 2; bin++) mean[bin]! += (re[bin]! ** 2 + im[bin]! ** 2) / total;
  }
  return mean;
}

const HANN = Float64Array.from(
  { length: SIZE },
  (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / SIZE),
);
