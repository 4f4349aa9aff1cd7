import { toWord, type Word } from './word.ts';

const WORD = /^(\S+) (\d+\.\d+) (\d+\.\d+) (\d+\.\d+)$/;
const FRAME = 0.01;

/**
 * The output of `pocketsphinx_continuous -time yes`: for each utterance a line of text, then a line per word with its
 * first and last frame in seconds and its posterior. Text cannot be told from damage, so other lines are passed over.
 */
export function parseContinuous(output: string): Word[] {
  const words: Word[] = [];
  for (const line of output.split('\n')) {
    const [, token, first, last, posterior] = WORD.exec(line.trim()) ?? [];
    if (token === undefined) continue;
    const word = toWord(token, Number(first), Number(last) + FRAME, Number(posterior));
    if (word) words.push(word);
  }
  return words;
}
