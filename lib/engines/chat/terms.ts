const STOP_WORDS = new Set(
  `a about all also am an and any are as at be because been but by can could did do does doing done for from get give
got had has have having he her here hers him his how i if in into is it its itself just know let like many may me might
more most much must my no nor not of off on once only or other our ours out over own please say says shall she should so
some such tell than that the their theirs them then there these they this those through to too under until up upon us
very was we were what when where which while who whom whose why will with would you your yours s t re ve ll d m`.split(
    /\s+/u,
  ),
);

/** The words of a text that carry meaning, reduced to stems; what they have in common is compared. */
export const terms = (text: string): string[] =>
  words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);

/** Lower-case words and numbers, without accents. */
const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .match(/\p{N}+(?:[.,:]\p{N}+)*|\p{L}+/gu) ?? [];

/** Takes off the commonest English endings; "opens", "opened" and "opening" become one. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  const singular = word
    .replace(/ies$/u, 'y')
    .replace(/(ss|sh|ch|x|z)es$/u, '$1')
    .replace(/([^su])s$/u, '$1');
  const bare = singular.replace(/(?<=[aeiouy].*[^aeiou])(?:ing|ed|er|ly|ment)$/u, '');
  return bare.replace(/([^aeiouls])\1$/u, '$1').replace(/(?<=..)e$/u, '');
}
