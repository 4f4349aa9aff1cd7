import type { Word } from './word.ts';

/**
 * Mean posterior of words, weighted by how long they last. English speech lies above 0.53 (mean 0.70 to 0.75), other
 * languages decoded as English below 0.45: measured on 85 human recordings in six languages.
 */
export function confidence(words: readonly Word[]): number {
  const seconds = words.reduce((sum, { start, end }) => sum + end - start, 0);
  if (seconds === 0) return 0;
  return (
    words.reduce((sum, { start, end, probability }) => sum + (end - start) * probability, 0) /
    seconds
  );
}

/** Above it, it is English; below it, nothing is known. */
export const ENGLISH = 0.5;
