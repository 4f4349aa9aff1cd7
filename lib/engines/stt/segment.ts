import { confidence } from './confidence.ts';
import type { Word } from './word.ts';

/** What was said between two pauses. */
export interface Segment {
  /** Counts from 0 in one recording. */
  readonly id: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  /** Mean posterior of the words, weighted by their length. */
  readonly probability: number;
}

const PAUSE = 0.5;
const BREATH = 0.15;
const LONG = 8;

/**
 * Words in their order, cut at pauses of half a second, and in what is longer than 8 seconds at any short pause too.
 */
export function cutSentences(words: readonly Word[]): (readonly Word[])[] {
  const sentences: Word[][] = [];
  for (const word of words) {
    const sentence = sentences.at(-1);
    const last = sentence?.at(-1);
    const pause = last ? word.start - last.end : Infinity;
    const long = last !== undefined && last.end - sentence![0]!.start > LONG;
    if (!sentence || pause >= (long ? BREATH : PAUSE)) sentences.push([word]);
    else sentence.push(word);
  }
  return sentences;
}

/** A segment of at least one word. */
export function toSegment(id: number, words: readonly Word[]): Segment {
  return {
    id,
    text: words.map(({ word }) => word).join(' '),
    start: words[0]!.start,
    end: words.at(-1)!.end,
    words,
    probability: Math.round(confidence(words) * 1000) / 1000,
  };
}
