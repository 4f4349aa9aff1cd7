/** A word with its place in the recording. */
export interface Word {
  readonly word: string;
  /** Seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** The decoder's posterior, 0 to 1. */
  readonly probability: number;
}

/** What was said between two pauses. */
export interface Segment {
  readonly id: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
}

/** Silence, noise and sentence marks are not words. */
const FILLER = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/;

/** A decoder's token as a word; `null` for what nobody said. Pronunciation numbers, as in `a(2)`, are dropped. */
export function toWord(
  token: string,
  start: number,
  end: number,
  probability: number,
): Word | null {
  if (FILLER.test(token) || ![start, end, probability].every(Number.isFinite)) return null;
  const word = token.replace(/\(\d+\)$/, '');
  return word
    ? { word, start, end: Math.max(start, end), probability: Math.min(1, Math.max(0, probability)) }
    : null;
}

/** A segment of the words heard in one breath; `null` when there are none. */
export function toSegment(id: number, words: readonly Word[]): Segment | null {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return null;
  return {
    id,
    text: words.map(({ word }) => word).join(' '),
    start: first.start,
    end: last.end,
    words,
  };
}
