import { markPeriods, type Mark } from './marks.ts';
import type { PitchTrack } from './pitch.ts';

const WIDEST = 2.5;
const THINNEST = 0.5;

/**
 * The same sound with its pitch moved and its duration and formants kept: time-domain pitch-synchronous
 * overlap-add (Moulines and Charpentier, 1990). `ratioAt` gives the factor on a pitch of so many Hz; it is
 * kept between 0.4 and 2.5. Where nothing is voiced the samples come out as they went in.
 */
export function shiftPitch(
  samples: Float32Array,
  sampleRate: number,
  track: PitchTrack,
  ratioAt: (pitch: number) => number,
): Float32Array {
  const marks = markPeriods(samples, sampleRate, track);
  const out = new Float32Array(samples.length);
  const weights = new Float32Array(samples.length);
  let nearest = 0;
  for (let at = 0; at < samples.length;) {
    while (isNearer(marks, nearest + 1, at)) nearest++;
    addGrain(samples, marks, nearest, Math.round(at), out, weights);
    at += stepAfter(marks, nearest, at, ratioAt);
  }
  for (let i = 0; i < out.length; i++) out[i]! /= Math.max(THINNEST, weights[i]!);
  return out;
}

const isNearer = (marks: readonly Mark[], next: number, at: number): boolean =>
  next < marks.length && Math.abs(marks[next]!.at - at) <= Math.abs(marks[next - 1]!.at - at);

/** Unvoiced grains stay where they were; after voiced ones the next mark of the new pitch follows. */
function stepAfter(
  marks: readonly Mark[],
  index: number,
  at: number,
  ratioAt: (pitch: number) => number,
): number {
  const mark = marks[index]!;
  const next = marks[index + 1];
  if (next === undefined) return Infinity;
  if (mark.pitch === 0 || next.pitch === 0) return Math.max(1, next.at - at);
  return (next.at - mark.at) / Math.min(WIDEST, Math.max(1 / WIDEST, ratioAt(next.pitch)));
}

/** One grain, from the mark before to the mark after, with a rising and a falling half of a Hann window. */
function addGrain(
  samples: Float32Array,
  marks: readonly Mark[],
  index: number,
  to: number,
  out: Float32Array,
  weights: Float32Array,
): void {
  const center = marks[index]!.at;
  const before = center - (marks[index - 1]?.at ?? center - 1);
  const after = (marks[index + 1]?.at ?? samples.length) - center;
  for (let k = -before + 1; k < after; k++) {
    const place = to + k;
    if (place < 0 || place >= out.length) continue;
    const weight = 0.5 + 0.5 * Math.cos((Math.PI * k) / (k < 0 ? before : after));
    out[place]! += weight * samples[center + k]!;
    weights[place]! += weight;
  }
}
