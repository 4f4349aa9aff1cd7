import { expect, it } from 'vitest';
import { z } from 'zod';
import { SynthesizeRequest } from './tts.ts';
import { laxBoolean, laxNumber, text } from './lax.ts';

it.each([
  ['1.5', 1.5],
  [' 2 ', 2],
  [3, 3],
])('%j is the number %d', (given, value) => {
  expect(laxNumber(z.number()).parse(given)).toBe(value);
});

it.each(['', 'x', true, null, 'NaN', 'Infinity'])('%j is no number', (given) => {
  expect(laxNumber(z.number()).safeParse(given).success).toBe(false);
});

it.each([
  ['yes', true],
  ['T', true],
  [1, true],
  ['off', false],
  [0, false],
])('%j is %s', (given, value) => {
  expect(laxBoolean().parse(given)).toBe(value);
});

it.each(['maybe', 2, null])('%j is neither true nor false', (given) => {
  expect(laxBoolean().safeParse(given).success).toBe(false);
});

it('counts characters as people do', () => {
  expect(text(1, 2).safeParse('😀😀').success).toBe(true);
  expect(text(1, 2).safeParse('😀😀😀').success).toBe(false);
  expect(text(1, 2).safeParse('').success).toBe(false);
});

it('fills in what a request leaves out', () => {
  expect(SynthesizeRequest.parse({ text: 'a' })).toEqual({
    text: 'a',
    voice_id: null,
    voice: null,
    language: 'en',
    speed: 1,
    split_sentences: true,
  });
});
