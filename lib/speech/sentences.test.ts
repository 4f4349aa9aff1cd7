import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentences.ts';

describe('splitSentences', () => {
  it('cuts at sentences and joins fragments', () => {
    expect(
      splitSentences(
        'Hello. This is the first long sentence of the text. And here comes another one!',
        'en',
      ),
    ).toEqual([
      'Hello. This is the first long sentence of the text.',
      'And here comes another one!',
    ]);
  });

  it('cuts a run-on sentence at a clause', () => {
    const pieces = splitSentences(`${'word '.repeat(40)}here, ${'word '.repeat(60)}end`, 'en');
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces[0]).toMatch(/,$/);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(310);
  });

  it('loses no word of any text, in any language code', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 900 }),
        fc.constantFrom('en', 'ja', 'x-nonsense!', ''),
        (text, language) => {
          const squeezed = (value: string): string => value.replace(/\s+/g, '');
          expect(squeezed(splitSentences(text, language).join(''))).toBe(squeezed(text));
        },
      ),
    );
  });
});
