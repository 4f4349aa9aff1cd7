import { SttError } from './stt-error.ts';
import { toWord, type Word } from './word.ts';

interface Item {
  readonly b?: unknown;
  readonly d?: unknown;
  readonly p?: unknown;
  readonly t?: unknown;
  readonly w?: unknown;
}

/**
 * The output of pocketsphinx 5: a JSON object an utterance, `b` begin, `d` duration, `p` posterior, `t` text, `w` words.
 * @throws {SttError} `decoder_failed` for a line that is no such object.
 */
export function parseJson(output: string): Word[] {
  const words: Word[] = [];
  for (const line of output.split('\n')) {
    if (line.trim() === '') continue;
    const { w } = readLine(line);
    for (const item of Array.isArray(w) ? (w as (Item | null)[]) : []) {
      const begin = seconds(item?.b);
      const token = typeof item?.t === 'string' ? item.t : '';
      const word = toWord(token, begin, begin + seconds(item?.d), seconds(item?.p));
      if (word) words.push(word);
    }
  }
  return words;
}

const seconds = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/** The executable closes a list of no words without having opened it, and writes `nan` where nothing was heard. */
function readLine(line: string): Item {
  const mended = line.replace(/"w":\]/, '"w":[]').replaceAll(/:-?nan\b/g, ':0');
  try {
    const value: unknown = JSON.parse(mended);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new SttError('decoder_failed', 'the speech decoder wrote what is no list of words');
}
