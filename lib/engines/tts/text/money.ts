import { cardinal } from './number-words.ts';

interface Currency {
  readonly one: string;
  readonly many: string;
  readonly cent: string;
  readonly cents: string;
}

const currency = (one: string, many: string, cent = 'cent', cents = `${cent}s`): Currency => ({
  one,
  many,
  cent,
  cents,
});

const DOLLAR = currency('dollar', 'dollars');
const EURO = currency('euro', 'euros');
const POUND = currency('pound', 'pounds', 'penny', 'pence');
const YEN = currency('yen', 'yen', 'sen', 'sen');
const RUPEE = currency('rupee', 'rupees', 'paisa', 'paise');

const CURRENCIES: Readonly<Record<string, Currency>> = {
  $: DOLLAR,
  USD: DOLLAR,
  '\u20ac': EURO,
  EUR: EURO,
  '\u00a3': POUND,
  GBP: POUND,
  '\u00a5': YEN,
  JPY: YEN,
  '\u20b9': RUPEE,
  INR: RUPEE,
  '\u20bd': currency('ruble', 'rubles', 'kopek'),
  '\u20a9': currency('won', 'won', 'jeon', 'jeon'),
  '\u20ba': currency('lira', 'lira', 'kurush', 'kurush'),
  '\u20b4': currency('hryvnia', 'hryvnias', 'kopiyka'),
  '\u20bf': currency('bitcoin', 'bitcoins'),
  CHF: currency('franc', 'francs', 'centime'),
};

const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
};

const SIGN =
  '[$\u20ac\u00a3\u00a5\u20b9\u20bd\u20a9\u20ba\u20b4\u20bf]|\\b(?:USD|EUR|GBP|JPY|INR|CHF)\\b';
const AMOUNT =
  '(\\d{1,3}(?:,\\d{3})+|\\d{1,3}(?:\\.\\d{3})+(?=,\\d{2})|\\d+)(?:[.,](\\d{1,2})(?!\\d))?';
const SCALE = '(?:\\s?(thousand|million|billion|trillion)\\b|(k|mn?|bn?)\\b)?';
const BEFORE = new RegExp(`(?:US|CA|AU)?(${SIGN})\\s?${AMOUNT}${SCALE}`, 'gi');
const AFTER = new RegExp(`(?<![\\d.,])${AMOUNT}${SCALE}\\s?(${SIGN})`, 'gi');

const RANGE = /([$\u20ac\u00a3])(\d+)\s?[-\u2013]\s?[$\u20ac\u00a3]?(?=\d)()/g;

/** Amounts of money, with the sign or the code before or after them; a sign alone becomes its name. */
export function sayMoney(text: string): string {
  return text
    .replace(RANGE, '$2 to $1$3')
    .replace(
      BEFORE,
      (_, sign: string, whole: string, part?: string, long?: string, short?: string) =>
        amount(sign, whole, part, long ?? SCALES[short?.toLowerCase() ?? '']),
    )
    .replace(AFTER, (_, whole: string, part?: string, long?: string, short?: string, sign = '') =>
      amount(sign, whole, part, long ?? SCALES[short?.toLowerCase() ?? '']),
    )
    .replace(
      /[\u20ac\u00a3\u00a5\u20b9\u20bd\u20a9\u20ba\u20b4\u20bf$]/g,
      (sign) => ` ${CURRENCIES[sign]!.many} `,
    );
}

function amount(sign: string, grouped: string, part = '', scale?: string): string {
  const { one, many, cent, cents } = CURRENCIES[sign.toUpperCase()]!;
  const whole = grouped.replace(/[.,]/g, '');
  if (scale !== undefined) return ` ${part ? `${whole}.${part}` : whole} ${scale} ${many} `;
  const coins = Number(part.padEnd(2, '0'));
  const notes = `${cardinal(whole)} ${Number(whole) === 1 ? one : many}`;
  if (coins === 0) return ` ${notes} `;
  const change = `${cardinal(String(coins))} ${coins === 1 ? cent : cents}`;
  return Number(whole) === 0 ? ` ${change} ` : ` ${notes} and ${change} `;
}
