import { cardinal, ordinal, spelled, year } from './number-words.ts';

const FRACTIONS: Readonly<Record<string, string>> = {
  '1/2': 'one half',
  '1/3': 'one third',
  '2/3': 'two thirds',
  '1/4': 'one quarter',
  '3/4': 'three quarters',
};

/** Every number that is still in digits as words; runs last, when units, money and dates are gone. */
export function sayNumbers(text: string): string {
  return text
    .replace(/(?<=\d)\s?[\u2013\u2014-]\s?(?=\d)/g, ' to ')
    .replace(/(?<![\w.,])[-\u2212](?=\d)/g, 'minus ')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/\b\d{1,2}\/\d{1,2}\b/g, (found) => FRACTIONS[found] ?? found.replace('/', ' over '))
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/gi, (_, digits: string) => ordinal(digits))
    .replace(/\b(\d+(?:\.\d+){2,})/g, (found) => found.split('.').map(cardinal).join(' point '))
    .replace(/(\d+)\.(\d+)/g, (_, whole: string, part: string) => {
      return ` ${cardinal(whole)} point ${spelled(part)} `;
    })
    .replace(/(?<=^|[^\d.])\.(\d+)/g, (_, part: string) => ` point ${spelled(part)} `)
    .replace(/(?<![\w.])(?:1[1-9]|20)\d\d(?![\w])/g, (found) => ` ${year(found)} `)
    .replace(/\d+/g, (digits) => ` ${cardinal(digits)} `);
}
