const LETTERS: Readonly<Record<string, string>> = {
  '\u00df': 'ss',
  '\u00e6': 'ae',
  '\u00c6': 'Ae',
  '\u0153': 'oe',
  '\u0152': 'Oe',
  '\u00f8': 'o',
  '\u00d8': 'O',
  '\u0142': 'l',
  '\u0141': 'L',
  '\u0111': 'd',
  '\u0110': 'D',
  '\u00f0': 'th',
  '\u00d0': 'Th',
  '\u00fe': 'th',
  '\u00de': 'Th',
  '\u0131': 'i',
};

/**
 * The first step: one kind of newline and space, no control or invisible characters, no emoji, full-width and
 * ligature forms as plain ones. Superscripts, fractions and accents survive it.
 */
export function cleanCharacters(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(
      /[\u00bc-\u00be\u2150-\u215e]/g,
      (sign) => ` ${sign.normalize('NFKC').replace('\u2044', '/')}`,
    )
    .replace(/[\t\u00a0]|\p{Zs}/gu, ' ')
    .replace(/[#*\d]\ufe0f?\u20e3/gu, ' ')
    .replace(
      /(?![\u00a9\u00ae\u2122])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\ufe00-\ufe0f\u{e0020}-\u{e007f}]/gu,
      ' ',
    )
    .replace(/[\u2122\u00a9\u00ae]/g, '')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/\p{No}/gu, (sign) => sign.normalize('NFKC'))
    .replace(/[\ufb00-\ufb06\uff01-\uff5e\u00b5]/g, (sign) => sign.normalize('NFKC'))
    .normalize('NFC');
}

/** The last step: accents off, other scripts out, only letters, pauses and newlines left, tidily spaced. */
export function foldToAscii(text: string): string {
  return text
    .replace(
      /[\u00df\u00e6\u00c6\u0153\u0152\u00f8\u00d8\u0142\u0141\u0111\u0110\u00f0\u00d0\u00fe\u00de\u0131]/g,
      (letter) => LETTERS[letter]!,
    )
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z .,;:!?'\n-]/g, ' ')
    .replace(/-(?![A-Za-z])|(?<![A-Za-z])-/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '')
    .replace(/[,;:]+(?=[.,;:!?])/g, '')
    .replace(/([.!?])[.,;:!?]+/g, '$1')
    .replace(/^[ .,;:!?]+| +$/gm, '')
    .replace(/,+$/gm, '')
    .replace(/\n+/g, '\n')
    .trim();
}
