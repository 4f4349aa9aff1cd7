import { toWord, type Word } from './segment.ts';

interface Item {
  readonly b?: unknown;
  readonly d?: unknown;
  readonly p?: unknown;
  readonly t?: unknown;
  readonly w?: unknown;
}

/** The output of pocketsphinx 5: a JSON object a segment, `b` begin, `d` duration, `p` posterior, `t` text, `w` words. */
export async function* parseJson(lines: AsyncIterable<string>): AsyncGenerator<readonly Word[]> {
  for await (const line of lines) {
    const segment = read(line);
    const items = Array.isArray(segment?.w) ? (segment.w as (Item | null)[]) : [];
    const words = items.map((item) => {
      const begin = Number(item?.b);
      return toWord(
        typeof item?.t === 'string' ? item.t : '',
        begin,
        begin + Number(item?.d),
        Number(item?.p),
      );
    });
    const heard = words.filter((word) => word !== null);
    if (heard.length > 0) yield heard;
  }
}

function read(line: string): Item | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Item | null) : null;
  } catch {
    return null;
  }
}
