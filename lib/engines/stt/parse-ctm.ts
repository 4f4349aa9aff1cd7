import { SttError } from './stt-error.ts';
import { toWord, type Word } from './word.ts';

const ROW = /^\S+ \S+ (\d+\.\d+) (-?\d+\.\d+) (\S+) (\S+)$/;
const FRAME = 0.01;

/**
 * NIST's CTM, which `pocketsphinx_batch -ctm` writes: recording, channel, start, length (to the start of the word's
 * last frame), word, posterior.
 * @throws {SttError} `decoder_failed` for any other line.
 */
export function parseCtm(output: string): Word[] {
  const words: Word[] = [];
  for (const line of output.split('\n')) {
    if (line.trim() === '') continue;
    const [, start, length, token, posterior] = ROW.exec(line.trim()) ?? [];
    if (token === undefined)
      throw new SttError('decoder_failed', 'the speech decoder wrote what is no list of words');
    const begin = Number(start);
    const word = toWord(token, begin, begin + Number(length) + FRAME, Number(posterior));
    if (word) words.push(word);
  }
  return words;
}
