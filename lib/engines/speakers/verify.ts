import type { AcousticModel } from './acoustic-model.ts';
import { speechActivity } from './activity.ts';
import { mfcc } from './mfcc.ts';
import { addStatistics, blockStatistics, emptyStatistics } from './statistics.ts';
import { cosine, supervector } from './supervector.ts';

export interface Verification {
  /** 0 to 1; at the threshold false acceptances and false rejections are equally likely. */
  readonly similarity: number;
  readonly threshold: number;
  readonly isSameSpeaker: boolean;
}

const THRESHOLD = 0.5;

/** The cosine at which the two kinds of error are equal, for clean samples of 6 to 8 s. */
const BREAK_EVEN = 0.57;

/** Whether two recordings (mono, 16 kHz) are of one speaker. Without speech in one of them nothing is alike. */
export function verify(
  model: AcousticModel,
  first: Float32Array,
  second: Float32Array,
): Verification {
  const [a, b] = [voiceOf(model, first), voiceOf(model, second)];
  const similarity = a && b ? calibrate(cosine(a, b)) : 0;
  return { similarity, threshold: THRESHOLD, isSameSpeaker: similarity >= THRESHOLD };
}

/** The voice of a whole recording; null without speech. */
function voiceOf(model: AcousticModel, samples: Float32Array): Float32Array | null {
  const frames = mfcc(samples);
  const sum = emptyStatistics(model.phones);
  let heard = false;
  for (const block of blockStatistics(
    model,
    frames,
    speechActivity(frames),
    Math.max(1, frames.count),
  )) {
    if (!block) continue;
    addStatistics(sum, block);
    heard = true;
  }
  return heard ? supervector(sum) : null;
}

/** The break-even cosine comes to lie at the threshold, 1 stays 1, and order is kept. */
export function calibrate(value: number): number {
  const score =
    value >= BREAK_EVEN
      ? THRESHOLD + ((value - BREAK_EVEN) / (1 - BREAK_EVEN)) * (1 - THRESHOLD)
      : Math.max(0, (value / BREAK_EVEN) * THRESHOLD);
  return Math.round(Math.min(1, score) * 10_000) / 10_000;
}
