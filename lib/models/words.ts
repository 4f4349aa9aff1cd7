const patterns = new WeakMap<readonly string[], RegExp | null>();

/**
 * Which of the words a text has, each once, in lower case. Whole words only, in any script: letters, marks, digits and
 * `_` of any language are parts of words, so `java` is not in `javascript`, nor `api` in `apiñado`. Blanks in a word
 * stand for any run of blanks.
 */
export function countWords(text: string, words: readonly string[]): string[] {
  let pattern = patterns.get(words);
  if (pattern === undefined) patterns.set(words, (pattern = patternOf(words)));
  if (!pattern) return [];
  const found = Array.from(text.matchAll(pattern), ([match]) =>
    match.toLowerCase().replace(/\s+/g, ' '),
  );
  return [...new Set(found)];
}

const PART = String.raw`[\p{L}\p{M}\p{N}_]`;
const IS_PART = new RegExp(PART, 'u');

function patternOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  // The longer first, so that `unit test` is not passed over for `unit`.
  const sorted = [...words].sort((a, b) => b.length - a.length).map(bounded);
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
