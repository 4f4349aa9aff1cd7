import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interpolate, MissingVariable } from './interpolate.ts';

it.each([
  ['http://${A}:${B}/x', 'http://a:b/x'],
  ['${NONE:-fallback}', 'fallback'],
  ['${EMPTY:-fallback}', 'fallback'],
  ['${A:-${NONE}}', 'a'],
  ['${NONE:-${A}/x}', 'a/x'],
  ['${NONE:-}', ''],
  ['$A {A} plain', '$A {A} plain'],
])('%s is %s', (text, result) => {
  expect(interpolate(text, { A: 'a', B: 'b', EMPTY: '' })).toBe(result);
});

it('names what is missing', () => {
  expect(() => interpolate('x${NONE}', {})).toThrow(MissingVariable);
  expect(() => interpolate('${NONE:-${OTHER}}', {})).toThrow('OTHER');
});

it('leaves texts without variables alone', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('${') && !text.includes('\0')),
      (text) => interpolate(text, {}) === text,
    ),
  );
});
