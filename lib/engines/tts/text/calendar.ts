import { cardinal, ordinal, year } from './number-words.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** Dates and times of day in digits. A date with slashes is month first unless that cannot be. */
export function sayDatesAndTimes(text: string): string {
  return text
    .replace(/(?<=\d\s?[apAP]\.?[mM])\.(?!\s*$|\s+\p{Lu})/gmu, '')
    .replace(/(?<![\p{L}\d])['\u2019]([2-9]0)s\b/gu, (_, tens: string) => decade(cardinal(tens)))
    .replace(/\b(?:1[1-9]|20)\d0s\b/g, (found) => decade(year(found.slice(0, 4))))
    .replace(
      /\b(\d{4})-(\d\d)-(\d\d)(?:T(?=\d\d:))?(?!\d)/g,
      (found, y: string, m: string, d: string) => date(found, y, m, d),
    )
    .replace(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, (found, a: string, b: string, y: string) =>
      Number(a) > 12 ? date(found, y, b, a) : date(found, y, a, b),
    )
    .replace(/\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g, (found, d: string, m: string, y: string) =>
      date(found, y, m, d),
    )
    .replace(
      /\b([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?Z?)?(?:\s?([ap])\.?m\b)?(?![:\d])/gi,
      (_, h: string, m: string, s?: string, half?: string) => time(h, m, s, half),
    )
    .replace(/\b(\d{1,2})\s?([ap])\.?m\b/gi, (_, h: string, half: string) => {
      return `${cardinal(String(Number(h)))} ${half.toLowerCase()} m`;
    });
}

function date(found: string, y: string, m: string, d: string): string {
  const month = MONTHS[Number(m) - 1];
  if (month === undefined || Number(d) < 1 || Number(d) > 31) return found;
  return `${month} ${ordinal(d)}, ${/^(1[1-9]|20)/.test(y) ? year(y) : cardinal(y)} `;
}

function time(h: string, m: string, s?: string, half?: string): string {
  const hours = cardinal(String(Number(h)));
  const minutes = m.startsWith('0') ? `oh ${cardinal(m[1]!)}` : cardinal(m);
  const seconds =
    s === undefined || s === '00' ? '' : ` and ${cardinal(String(Number(s)))} seconds`;
  const ending = half === undefined ? '' : ` ${half.toLowerCase()} m`;
  if (m !== '00') return `${hours} ${minutes}${seconds}${ending}`;
  return ending ? `${hours}${seconds}${ending}` : `${hours} o'clock${seconds}`;
}

const decade = (words: string): string =>
  words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`;
