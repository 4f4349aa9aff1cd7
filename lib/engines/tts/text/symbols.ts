const SPOKEN: Readonly<Record<string, string>> = {
  '&': ' and ',
  '+': ' plus ',
  '=': ' equals ',
  '@': ' at ',
  '#': ' hash ',
  '%': ' percent ',
  '\u00d7': ' times ',
  '\u00f7': ' divided by ',
  '\u00b1': ' plus or minus ',
  '\u2212': ' minus ',
  '\u2260': ' is not equal to ',
  '\u2264': ' at most ',
  '\u2265': ' at least ',
  '\u2248': ' about ',
  '\u221e': ' infinity ',
  '\u2192': ' to ',
  '\u00a7': ' section ',
  '\u00b0': ' degrees ',
};

/** Signs that are said, and marks that are only heard as a pause. */
export function saySymbols(text: string): string {
  return text
    .replace(/(?<=\b[CF])#/g, ' sharp ')
    .replace(/#(?=\p{L})/gu, ' hashtag ')
    .replace(
      /[&+=@#%\u00d7\u00f7\u00b1\u2212\u2260\u2264\u2265\u2248\u221e\u2192\u00a7\u00b0]/g,
      (sign) => SPOKEN[sign]!,
    )
    .replace(/(?<=\p{L})\/(?=\p{L})/gu, ' slash ')
    .replace(/[\u2018\u2019\u02bc\u2032`]/g, "'")
    .replace(/(?<![\p{L}\d])'|'(?![\p{L}\d])/gu, ' ')
    .replace(/["\u201c\u201d\u201e\u00ab\u00bb\u2033]/g, ' ')
    .replace(/(?:\u2026|\.{2,})(?=\s*(?:\p{Lu}|$))/gmu, '. ')
    .replace(/\u2026|\.{2,}/g, ', ')
    .replace(/\s*(?:[\u2012-\u2015]|--+)\s*|(?<=\s)[-~](?=\s)/g, ', ')
    .replace(/[()[\]{}]/g, ', ')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[*_~^|\\<>/]/g, ' ');
}
