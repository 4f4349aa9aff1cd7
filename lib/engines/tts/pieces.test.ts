import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoPieces } from './pieces.ts';

const texts = (text: string): string[] => splitIntoPieces(text).map((piece) => piece.text);

describe('splitting text into pieces', () => {
  it('cuts at sentences and pauses longest between paragraphs', () => {
    expect(splitIntoPieces('One. Two? Three!\nFour')).toEqual([
      { text: 'One.', pause: 0.35 },
      { text: 'Two?', pause: 0.35 },
      { text: 'Three!', pause: 0.6 },
      { text: 'Four', pause: 0.6 },
    ]);
  });

  it('does not cut where no sentence begins', () => {
    expect(texts('It was ten p. m. when we left.')).toEqual(['It was ten p. m. when we left.']);
  });

  it('cuts a long sentence at a clause, a word, or anywhere', () => {
    const clause = `${'word '.repeat(30).trim()}, ${'more '.repeat(30)}`;
    expect(texts(clause)[0]).toMatch(/,$/);
    for (const piece of texts('word '.repeat(200))) expect(piece).toMatch(/^word.*word$/);
    expect(texts('x'.repeat(500)).map(({ length }) => length)).toEqual([220, 220, 60]);
  });

  it('loses no letter and makes no piece longer than 220', () => {
    assert(
      property(string({ maxLength: 2000 }), (text) => {
        const pieces = texts(text);
        const letters = (all: string): string => all.replace(/[^a-z0-9]/gi, '');
        expect(letters(pieces.join(''))).toBe(letters(text));
        for (const { length } of pieces) expect(length).toBeLessThanOrEqual(220);
      }),
    );
  });
});
