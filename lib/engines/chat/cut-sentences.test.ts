import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSentences } from './cut-sentences.ts';

describe('cutting sentences', () => {
  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'Dr. Smith met J. Doe at 5 p.m. on Monday. He left.',
      ['Dr. Smith met J. Doe at 5 p.m. on Monday.', 'He left.'],
    ],
    [
      'It costs 3.50 euros, e.g. in May. "Good." He said so.',
      ['It costs 3.50 euros, e.g. in May.', '"Good."', 'He said so.'],
    ],
    ['- first item\n* Second item\n3. third', ['first item', 'Second item', 'third']],
    ['# Title\n\nText that\ngoes on.', ['Title', 'Text that goes on.']],
    [
      'A line that an editor has broken after about seventy signs in\nBristol is one.',
      ['A line that an editor has broken after about seventy signs in Bristol is one.'],
    ],
    [
      'Error: no file\n  at foo (a.js)\nwhat line is it?',
      ['Error: no file', 'at foo (a.js)', 'what line is it?'],
    ],
    ['Name: Ada\nAge: 30', ['Name: Ada', 'Age: 30']],
    ['Before.\n```js\nlet a = 1. Two;\n```\nAfter.', ['Before.', 'After.']],
    ['Before.\n```\nnever closed', ['Before.']],
    ['猫が好き。犬も好き。', ['猫が好き。', '犬も好き。']],
    ['\n --- \n', []],
  ])('%j', (text, expected) => {
    expect(cutSentences(text)).toEqual(expected);
  });

  it('loses no word and makes nothing too long', () => {
    const prose = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '.', '!', 'é', '\n', 'word '),
      maxLength: 900,
    });
    fc.assert(
      fc.property(prose, (text) => {
        const sentences = cutSentences(text);
        const letters = (of: string) => of.replace(/[^\p{L}]/gu, '');
        expect(letters(sentences.join(''))).toBe(letters(text));
        for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(600);
      }),
    );
  });
});
