/** The model's own tokenizer: takes one word, gives its pieces. Its time grows with the square of the length. */
export type EncodeWord = (word: string) => number[];

/** The longest run of characters given to the tokenizer at once. */
const LONGEST_WORD = 64;
/** The piece of a lone space: what a blank text is made of. */
const SPACE = 30;

/**
 * Token ids of a text. No piece of the vocabulary spans a space, so that words can be encoded one by one, in linear time
 * and with the same result. White space is folded; the model knows no line ends. `limit` ends the work early: of a
 * longer text more than `limit` tokens are returned, but not all.
 */
export function tokenize(text: string, encode: EncodeWord, limit: number): number[] {
  const ids: number[] = [];
  for (const word of text.normalize('NFKC').split(/\s+/u)) {
    for (const part of parts(word)) ids.push(...encode(part));
    if (ids.length > limit) break;
  }
  return ids.length === 0 ? [SPACE] : ids;
}

function* parts(word: string): Generator<string> {
  if (word.length <= LONGEST_WORD) {
    if (word) yield word;
    return;
  }
  const symbols = Array.from(word);
  for (let start = 0; start < symbols.length; start += LONGEST_WORD) {
    yield symbols.slice(start, start + LONGEST_WORD).join('');
  }
}
