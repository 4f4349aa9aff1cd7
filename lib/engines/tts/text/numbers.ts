import { cardinal, ordinal, spelled, year } from './number-words.ts';

const FRACTIONS: Readonly<Record<string, string>> = {
  '1/2': 'one half',
  '1/3': 'one third',
  '2/3': 'two thirds',
  '1/4': 'one quarter',
  '3/4': 'three quarters',
};

/** With the groups a North American number has; a plus and a country code may come first. */
const PHONE =
  /(?<![\w.,/-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])?\d{3}[.-]\d{4}(?![\w/-])/g;

/** Every number that is still in digits as words; runs last, when units, money and dates are gone. */
export function sayNumbers(text: string): string {
  return text
    .replace(
      PHONE,
      (found) => ` ${found.replace(/\D+/g, ' ').trim().split(' ').map(spelled).join(', ')} `,
    )
    .replace(/(?<=\d\s?)<(?=\s?\d)/g, ' is less than ')
    .replace(/(?<=\d\s?)>(?=\s?\d)/g, ' is greater than ')
    .replace(/(?<=\d)\^(?=\d)/g, ' to the power of ')
    .replace(/(?<=\d):(?=\d)/g, ' to ')
    .replace(/(?<=\d) (?=000(?!\d))/g, '')
    .replace(/(?<=\d)\s?[\u2013\u2014-]\s?(?=\d)/g, ' to ')
    .replace(/(?<![\w.,])[-\u2212](?=\d)/g, 'minus ')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(
      /\b(\d{1,2})\/(\d{1,2})\b/g,
      (found, above: string, below: string) => FRACTIONS[found] ?? fraction(above, below),
    )
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/gi, (_, digits: string) => ordinal(digits))
    .replace(/\b(\d+(?:\.\d+){2,})/g, (found) => found.split('.').map(cardinal).join(' point '))
    .replace(/(\d+)\.(\d+)/g, (_, whole: string, part: string) => {
      return ` ${cardinal(whole)} point ${spelled(part)} `;
    })
    .replace(/(?<=^|[^\d.])\.(\d+)/g, (_, part: string) => ` point ${spelled(part)} `)
    .replace(/(?<![\w.])(?:1[1-9]|20)\d\d(?![\w])/g, (found) => ` ${year(found)} `)
    .replace(/\d+/g, (digits) => ` ${cardinal(digits)} `);
}

const fraction = (above: string, below: string): string =>
  Number(above) < Number(below) && Number(below) <= 10
    ? `${cardinal(above)} ${ordinal(below)}${above === '1' ? '' : 's'}`
    : `${above} ${below}`;
