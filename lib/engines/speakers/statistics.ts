import type { AcousticModel } from './acoustic-model.ts';
import { CEPSTRA, type Frames } from './mfcc.ts';

/** How some frames sit in the model: for each phone how much was said, and how it differed from people in general. */
export interface Statistics {
  /** Frames each phone took. */
  readonly counts: Float32Array;
  /** Sum of normalised differences from the means, [phone][13], flat. */
  readonly offsets: Float32Array;
}

export const emptyStatistics = (phones: number): Statistics => ({
  counts: new Float32Array(phones),
  offsets: new Float32Array(phones * CEPSTRA),
});

export function addStatistics(sum: Statistics, more: Statistics): void {
  for (let i = 0; i < sum.counts.length; i++) sum.counts[i]! += more.counts[i]!;
  for (let i = 0; i < sum.offsets.length; i++) sum.offsets[i]! += more.offsets[i]!;
}

/** Gaussians that matter for a frame: those this close, in log likelihood, to the best. */
const BEAM = 8;

/**
 * Statistics of the speech in each block of frames, null for a block without any. Cepstra are centred on the mean of
 * all speech, which takes the colour of room and microphone out of them.
 */
export function* blockStatistics(
  model: AcousticModel,
  frames: Frames,
  speech: Uint8Array,
  framesPerBlock: number,
): Generator<Statistics | null, void, undefined> {
  const mean = meanOf(frames, speech);
  const scores = new Float32Array(model.phones * model.densities);
  const frame = new Float32Array(CEPSTRA);
  for (let start = 0; start < frames.count; start += framesPerBlock) {
    let statistics: Statistics | null = null;
    const end = Math.min(frames.count, start + framesPerBlock);
    for (let n = start; n < end; n++) {
      if (!speech[n]) continue;
      for (let k = 0; k < CEPSTRA; k++) frame[k] = frames.cepstra[n * CEPSTRA + k]! - mean[k]!;
      accumulate(model, frame, scores, (statistics ??= emptyStatistics(model.phones)));
    }
    yield statistics;
  }
}

function meanOf(frames: Frames, speech: Uint8Array): Float64Array {
  const mean = new Float64Array(CEPSTRA);
  let count = 0;
  for (let n = 0; n < frames.count; n++) {
    if (!speech[n]) continue;
    count++;
    for (let k = 0; k < CEPSTRA; k++) mean[k]! += frames.cepstra[n * CEPSTRA + k]!;
  }
  return mean.map((sum) => sum / Math.max(1, count));
}

function accumulate(
  model: AcousticModel,
  frame: Float32Array,
  scores: Float32Array,
  into: Statistics,
): void {
  const { means, precisions, constants, densities } = model;
  const size = frame.length;
  let best = -Infinity;
  for (let g = 0, at = 0; g < scores.length; g++) {
    let distance = 0;
    for (let k = 0; k < size; k++, at++) {
      const difference = frame[k]! - means[at]!;
      distance += difference * difference * precisions[at]!;
    }
    const score = constants[g]! - 0.5 * distance;
    scores[g] = score;
    if (score > best) best = score;
  }
  const least = best - BEAM;
  let total = 0;
  for (const score of scores) if (score > least) total += Math.exp(score - best);
  for (let g = 0; g < scores.length; g++) {
    if (scores[g]! <= least) continue;
    const share = Math.exp(scores[g]! - best) / total;
    const phone = Math.floor(g / densities);
    into.counts[phone]! += share;
    for (let k = 0, at = g * size; k < size; k++, at++) {
      into.offsets[phone * size + k]! +=
        share * (frame[k]! - means[at]!) * Math.sqrt(precisions[at]!);
    }
  }
}
