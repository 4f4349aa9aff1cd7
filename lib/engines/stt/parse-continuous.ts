import { toWord, type Word } from './segment.ts';

const WORD = /^(\S+) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/;

/**
 * The output of `pocketsphinx_continuous -time yes`: a line of text, then a line per word with start, end and
 * posterior, from `<s>` to `</s>`. Times count from the start of the recording.
 */
export async function* parseContinuous(
  lines: AsyncIterable<string>,
): AsyncGenerator<readonly Word[]> {
  let words: Word[] = [];
  for await (const line of lines) {
    const found = WORD.exec(line.trim());
    if (!found) continue;
    if (found[1] === '<s>') words = [];
    const word = toWord(found[1]!, Number(found[2]), Number(found[3]), Number(found[4]));
    if (word) words.push(word);
    if (found[1] === '</s>' && words.length > 0) {
      yield words;
      words = [];
    }
  }
  if (words.length > 0) yield words;
}
