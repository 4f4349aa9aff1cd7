import type { PitchTrack } from './pitch.ts';

const SMOOTHING_STEPS = 2;
const DIP_DB = 1;
const PAUSE_DB = -25;
const LOWEST = 350;
const HIGHEST = 2500;

/**
 * Syllables a second without the pauses: voiced peaks of loudness between 350 and 2,500 Hz with dips of 1 dB
 * between them (after de Jong and Wempe, 2009). Within a fifth of the truth on clean speech.
 */
export function syllableRate(samples: Float32Array, sampleRate: number, pitch: PitchTrack): number {
  const band = vowelBand(samples, sampleRate);
  const levels = inDecibels(smoothed(loudnessOf(band, Math.round(pitch.step * sampleRate))));
  const seconds = levels.filter((level) => level > PAUSE_DB).length * pitch.step;
  return seconds === 0 ? 0 : countPeaks(levels, pitch) / seconds;
}

function countPeaks(levels: Float64Array, pitch: PitchTrack): number {
  let count = 0;
  let rising = true;
  let turn = -Infinity;
  let voiced = false;
  for (const [i, level] of levels.entries()) {
    if (rising && level > turn) {
      turn = level;
      voiced = (pitch.values[i] ?? 0) > 0;
    } else if (rising && level < turn - DIP_DB) {
      if (voiced && turn > PAUSE_DB) count++;
      rising = false;
      turn = level;
    } else if (!rising && level > turn + DIP_DB) {
      rising = true;
      turn = level;
      voiced = (pitch.values[i] ?? 0) > 0;
    } else if (!rising) turn = Math.min(turn, level);
  }
  return count;
}

/** Two one-pole low-passes and two one-pole high-passes: gentle, but it drops hum and hiss. */
function vowelBand(samples: Float32Array, sampleRate: number): Float32Array {
  const fast = 1 - Math.exp((-2 * Math.PI * HIGHEST) / sampleRate);
  const slow = 1 - Math.exp((-2 * Math.PI * LOWEST) / sampleRate);
  const state = [0, 0, 0, 0];
  return samples.map((sample) => {
    state[0]! += fast * (sample - state[0]!);
    state[1]! += fast * (state[0]! - state[1]!);
    state[2]! += slow * (state[1]! - state[2]!);
    const once = state[1]! - state[2]!;
    state[3]! += slow * (once - state[3]!);
    return once - state[3]!;
  });
}

function loudnessOf(samples: Float32Array, hop: number): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / hop) }, (_, i) => {
    let sum = 0;
    for (let k = i * hop; k < (i + 1) * hop; k++) sum += samples[k]! ** 2;
    return sum;
  });
}

function smoothed(values: Float64Array): Float64Array {
  return values.map((_, i) => {
    let sum = 0;
    for (let k = -SMOOTHING_STEPS; k <= SMOOTHING_STEPS; k++) {
      sum += (1 + Math.cos((Math.PI * k) / (SMOOTHING_STEPS + 1))) * (values[i + k] ?? 0);
    }
    return sum;
  });
}

function inDecibels(values: Float64Array): Float64Array {
  const loudest = values.reduce((most, value) => Math.max(most, value), 1e-12);
  return values.map((value) => 10 * Math.log10(value / loudest + 1e-9));
}
