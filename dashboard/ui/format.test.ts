import { expect, test } from 'vitest';
import { rate } from './format.ts';

test.each([
  [null, '–'],
  [0, '0'],
  [2 / 3600, '2 /h'],
  [1 / 7200, '1 /h'],
  [1 / 60, '1 /min'],
  [2.5 / 60, '2.5 /min'],
  [0.1, '0.10 /s'],
  [12.345, '12.35 /s'],
])('%s a second is %s', (perSecond, text) => expect(rate(perSecond)).toBe(text));
