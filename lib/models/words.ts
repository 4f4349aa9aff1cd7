const patterns = new WeakMap<readonly string[], RegExp | null>();

/**
 * Which of the words a text has, each once, in lower case. Whole words only: letters, marks, digits and `_` of any
 * language are parts of words, so `java` is not in `javascript`, nor `api` in `apiñado`. Scripts that put no blanks
 * between words have no such boundary: `翻译` and `python` are in `请用python翻译一下`. Blanks in a word stand for any run
 * of blanks; composed and decomposed accents are the same.
 */
export function countWords(text: string, words: readonly string[]): string[] {
  let pattern = patterns.get(words);
  if (pattern === undefined) patterns.set(words, (pattern = patternOf(words)));
  if (!pattern) return [];
  const found = Array.from(text.normalize('NFC').matchAll(pattern), ([match]) =>
    match.toLowerCase().replace(/\s+/g, ' '),
  );
  return [...new Set(found)];
}

const UNSPACED = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]`;
const PART = String.raw`(?!${UNSPACED})[\p{L}\p{M}\p{N}_]`;
const IS_PART = new RegExp(PART, 'u');

function patternOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  // The longer first, so that `unit test` is not passed over for `unit`.
  const sorted = words
    .map((word) => word.normalize('NFC'))
    .sort((a, b) => b.length - a.length)
    .map(bounded);
  return new RegExp(sorted.join('|'), 'giu');
}

/** A word that begins or ends with a sign, such as `c++`, has no boundary there. */
function bounded(word: string): string {
  const characters = Array.from(word.trim());
  const before = IS_PART.test(characters[0]!) ? `(?<!${PART})` : '';
  const after = IS_PART.test(characters.at(-1)!) ? `(?!${PART})` : '';
  const blanks = word
    .trim()
    .split(/\s+/)
    .map(escape)
    .join(String.raw`\s+`);
  return before + blanks + after;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
