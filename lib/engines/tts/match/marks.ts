import type { PitchTrack } from './pitch.ts';

/** Where a signal can be cut into overlapping grains. */
export interface Mark {
  /** Sample the grain is centred on. */
  readonly at: number;
  /** Hz; 0 where the signal is unvoiced, and marks stand evenly. */
  readonly pitch: number;
}

const UNVOICED_SECONDS = 0.005;
const SEARCH = 0.2;

/**
 * One mark for each period of voiced sound, each where it resembles the one before it most, and one every
 * 5 ms elsewhere; in order, the first at the start.
 */
export function markPeriods(samples: Float32Array, sampleRate: number, track: PitchTrack): Mark[] {
  const marks: Mark[] = [{ at: 0, pitch: 0 }];
  const unvoicedStep = Math.round(UNVOICED_SECONDS * sampleRate);
  for (;;) {
    const { at, pitch: before } = marks.at(-1)!;
    const pitch = pitchAt(track, at / sampleRate);
    const period = pitch === 0 ? unvoicedStep : sampleRate / pitch;
    if (at + 2 * period >= samples.length) return marks;
    if (pitch === 0) marks.push({ at: at + unvoicedStep, pitch });
    else if (before === 0) marks.push({ at: loudestIn(samples, at + period / 2, period), pitch });
    else marks.push({ at: nextAlike(samples, at, period), pitch });
  }
}

const pitchAt = (track: PitchTrack, seconds: number): number =>
  track.values[Math.round(seconds / track.step)] ?? 0;

function loudestIn(samples: Float32Array, from: number, length: number): number {
  const start = Math.round(from);
  let best = start;
  for (let i = start; i < start + length && i < samples.length; i++) {
    if (Math.abs(samples[i]!) > Math.abs(samples[best]!)) best = i;
  }
  return best;
}

function nextAlike(samples: Float32Array, at: number, period: number): number {
  const half = Math.round(period / 2);
  const middle = Math.round(at + period);
  const reach = Math.max(1, Math.round(period * SEARCH));
  let best = middle;
  let most = -Infinity;
  for (let candidate = middle - reach; candidate <= middle + reach; candidate++) {
    let sum = 0;
    let energy = 1e-9;
    for (let k = -half; k <= half; k++) {
      const here = samples[candidate + k] ?? 0;
      sum += here * (samples[at + k] ?? 0);
      energy += here * here;
    }
    const likeness = sum / Math.sqrt(energy);
    if (likeness > most) [best, most] = [candidate, likeness];
  }
  return best;
}
