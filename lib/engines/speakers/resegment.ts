import { CEPSTRA } from './mfcc.ts';
import { RELEVANCE } from './supervector.ts';
import type { Statistics } from './statistics.ts';

/** Frames next to each other say nearly the same: how much of a frame's log likelihood counts. */
const FRAME_WEIGHT = 0.3;
/** Log likelihood a change of speaker has to make up for. */
const CHANGE = 12;

/** A speaker's mean difference from people in general, [phone][13], drawn to 0 where little was heard. */
function profile({ counts, offsets }: Statistics): Float32Array {
  return offsets.map((sum, at) => sum / (counts[Math.floor(at / CEPSTRA)]! + RELEVANCE));
}

/** Log likelihood of a block under a profile, less that under people in general. */
function likelihood({ counts, offsets }: Statistics, voice: Float32Array): number {
  let score = 0;
  for (let phone = 0; phone < counts.length; phone++) {
    const count = counts[phone]!;
    if (count < 1e-3) continue;
    for (let at = phone * CEPSTRA; at < (phone + 1) * CEPSTRA; at++) {
      score += voice[at]! * (offsets[at]! - 0.5 * count * voice[at]!);
    }
  }
  return score * FRAME_WEIGHT;
}

/**
 * The best path of speakers through the blocks (Viterbi), where staying is free and changing is not; a block without
 * speech (null) may be passed in any state. One speaker number for each block.
 */
export function resegment(
  blocks: readonly (Statistics | null)[],
  speakers: readonly Statistics[],
): number[] {
  const voices = speakers.map(profile);
  const from = blocks.map(() => new Int32Array(voices.length));
  let scores = new Float64Array(voices.length);
  for (const [n, block] of blocks.entries()) {
    const best = indexOfMax(scores);
    const next = new Float64Array(voices.length);
    for (const [s, voice] of voices.entries()) {
      const change = scores[best]! - CHANGE > scores[s]!;
      from[n]![s] = change ? best : s;
      next[s] =
        (change ? scores[best]! - CHANGE : scores[s]!) + (block ? likelihood(block, voice) : 0);
    }
    scores = next;
  }
  const path = blocks.map(() => 0);
  let at = indexOfMax(scores);
  for (let n = blocks.length - 1; n >= 0; n--) {
    path[n] = at;
    at = from[n]![at]!;
  }
  return path;
}

function indexOfMax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
