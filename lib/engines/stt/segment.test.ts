import { expect, it } from 'vitest';
import { cutSentences, toSegment } from './segment.ts';
import type { Word } from './word.ts';

const word = (start: number, end: number, probability = 0.5): Word => ({
  word: `w${start}`,
  start,
  end,
  probability,
});

it('cuts at pauses of half a second, and in long sentences at any pause', () => {
  const short = [word(0, 1), word(1.3, 2), word(2.5, 3)];
  expect(cutSentences(short)).toEqual([short.slice(0, 2), short.slice(2)]);
  const long = [word(0, 5), word(5.3, 9), word(9.05, 10), word(10.2, 11)];
  expect(cutSentences(long)).toEqual([long.slice(0, 3), long.slice(3)]);
  expect(cutSentences([])).toEqual([]);
});

it('is as sure of a segment as of its words, the longer ones more', () => {
  expect(toSegment(3, [word(1, 2, 0.2), word(2, 5, 0.6)])).toMatchObject({
    id: 3,
    text: 'w1 w2',
    start: 1,
    end: 5,
    probability: 0.5,
  });
});
