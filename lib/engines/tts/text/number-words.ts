const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion'];
const IRREGULAR: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const LARGEST = 1e15;

/** A whole number in words; past a quadrillion digit by digit. */
export function cardinal(digits: string): string {
  const value = Number(digits);
  if (value >= LARGEST || /^0\d/.test(digits)) return spelled(digits);
  if (value === 0) return 'zero';
  const groups: string[] = [];
  for (let rest = value, scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale++) {
    if (rest % 1000 > 0) groups.unshift(belowThousand(rest % 1000) + SCALES[scale]);
  }
  return groups.join(' ');
}

/** A whole number as a rank: `21` is `twenty first`. */
export function ordinal(digits: string): string {
  const words = cardinal(String(Number(digits))).split(' ');
  const last = words.pop()!;
  return [...words, rankOf(last)].join(' ');
}

/** A year as it is said: `1984` by halves, `2000` to `2009` as a number. */
export function year(digits: string): string {
  const [century, rest] = [digits.slice(0, 2), digits.slice(2)];
  if (digits[1] === '0' && digits[2] === '0') return cardinal(digits);
  if (rest === '00') return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest.startsWith('0') ? `oh ${cardinal(rest[1]!)}` : cardinal(rest)}`;
}

/** Each digit by its name. */
export const spelled = (digits: string): string =>
  Array.from(digits, (digit) => ONES[Number(digit)]).join(' ');

function belowThousand(value: number): string {
  const rest = value % 100;
  const words: string[] = [];
  if (value >= 100) words.push(`${ONES[Math.floor(value / 100)]} hundred`);
  if (rest >= 20) words.push(TENS[Math.floor(rest / 10)]!);
  const last = rest >= 20 ? rest % 10 : rest;
  if (last > 0) words.push(ONES[last]!);
  return words.join(' ');
}

function rankOf(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
}
