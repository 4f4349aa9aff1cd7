/** A word with its place in the recording. */
export interface Word {
  readonly word: string;
  /** Seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** The decoder's posterior, 0 to 1. */
  readonly probability: number;
}

/** Silence, noise and sentence marks are not words. */
const FILLER = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/;

/**
 * A decoder's token as a word; `null` for what nobody said. Pronunciation numbers, as in `a(2)`, are dropped;
 * posteriors a little over 1, which the decoder's rounded logarithms give, become 1.
 */
export function toWord(
  token: string,
  start: number,
  end: number,
  probability: number,
): Word | null {
  if (FILLER.test(token) || ![start, end, probability].every(Number.isFinite)) return null;
  const word = token.replace(/\(\d+\)$/, '');
  if (word === '') return null;
  return {
    word,
    start: milliseconds(start),
    end: milliseconds(Math.max(start, end)),
    probability: Math.min(1, Math.max(0, probability)),
  };
}

/** The same word, later by `seconds`. */
export const shift = (word: Word, seconds: number): Word => ({
  ...word,
  start: milliseconds(word.start + seconds),
  end: milliseconds(word.end + seconds),
});

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
