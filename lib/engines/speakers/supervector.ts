import { CEPSTRA } from './mfcc.ts';
import type { Statistics } from './statistics.ts';

/** Frames of "people in general" each phone starts from: with little speech the vector stays near the middle. */
export const RELEVANCE = 16;

/** A voice as one vector of length 1: the mean difference from people in general, phone by phone. */
export function supervector({ counts, offsets }: Statistics): Float32Array {
  const vector = new Float32Array(offsets.length);
  let power = 0;
  for (let phone = 0; phone < counts.length; phone++) {
    const count = counts[phone]!;
    // A phone heard often is known better, and weighs more.
    const weight = Math.sqrt(count) / (count + RELEVANCE);
    for (let k = 0; k < CEPSTRA; k++) {
      const at = phone * CEPSTRA + k;
      vector[at] = offsets[at]! * weight;
      power += vector[at] ** 2;
    }
  }
  const length = Math.sqrt(power) || 1;
  return vector.map((value) => value / length);
}

/** Of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
