import { expect, it } from 'vitest';
import { headerText } from './header-text.ts';

it.each([
  ['a/b:c', 'a/b:c'],
  ['ä\r\nx: y', '%C3%A4%0D%0Ax:%20y'],
  ['\ud800', '%EF%BF%BD'],
  ['😀', '%F0%9F%98%80'],
  [`${'x'.repeat(255)}😀`, `${'x'.repeat(255)}%EF%BF%BD`],
])('%j', (text, expected) => {
  expect(headerText(text)).toBe(expected);
});
