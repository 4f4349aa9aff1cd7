/** Short forms whose dot would be taken for the end of a sentence, or that flite reads letter for letter. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\be\.\s?g\.,?/gi, 'for example,'],
  [/\bi\.\s?e\.,?/gi, 'that is,'],
  [/\betc\.(?=\s+[A-Z]|\s*$)/gm, 'et cetera.'],
  [/\betc\./gi, 'et cetera'],
  [/\bvs\.?(?=\s)/gi, 'versus'],
  [/\bapprox\./gi, 'approximately'],
  [/\b[Nn]o\.\s?(?=\d)|\bNr\.\s?(?=\d)|#(?=\d)|\u2116\s?(?=\d)/g, 'number '],
  [/\bJan\.(?=\s?\d)/g, 'January'],
  [/\bFeb\.(?=\s?\d)/g, 'February'],
  [/\bAug\.(?=\s?\d)/g, 'August'],
  [/\bSept?\.(?=\s?\d)/g, 'September'],
  [/\bOct\.(?=\s?\d)/g, 'October'],
  [/\bNov\.(?=\s?\d)/g, 'November'],
  [/\bDec\.(?=\s?\d)/g, 'December'],
  [/\bDr\.(?=\s)/g, 'Doctor'],
  [/\bProf\.(?=\s)/g, 'Professor'],
  [/\bMr\.(?=\s)/g, 'Mister'],
  [/\bMrs\.(?=\s)/g, 'Missus'],
  [/\bMs\.(?=\s)/g, 'Miz'],
  [/\bSt\.(?=\s+[A-Z])/g, 'Saint'],
  [/\bFig\.(?=\s)/g, 'Figure'],
  [/\b(?:Jr|Sr)\.(?=\s)/g, 'Junior'],
];

/** Abbreviations in full; letters with dots between them (`U.S.`) lose the dots. */
export function sayAbbreviations(text: string): string {
  const full = SHORT_FORMS.reduce((all, [form, words]) => all.replace(form, words), text);
  return full.replace(/\b(?:[A-Za-z]\.){2,}/g, (found, at: number, whole: string) => {
    const letters = found.replaceAll('.', ' ').trim();
    return /^\s*$|^\s+[A-Z]/.test(whole.slice(at + found.length)) && found.length > 4
      ? `${letters}.`
      : letters;
  });
}
