import { sayAbbreviations } from './text/abbreviations.ts';
import { sayAddresses } from './text/addresses.ts';
import { sayDatesAndTimes } from './text/calendar.ts';
import { cleanCharacters, foldToAscii } from './text/fold.ts';
import { stripMarkdown, unwrapLines } from './text/markdown.ts';
import { sayMoney } from './text/money.ts';
import { sayNumbers } from './text/numbers.ts';
import { saySymbols } from './text/symbols.ts';
import { sayUnits } from './text/units.ts';

/** In this order: each step relies on the marks that the later ones remove. */
const STEPS: readonly ((text: string) => string)[] = [
  cleanCharacters,
  stripMarkdown,
  unwrapLines,
  sayAddresses,
  sayAbbreviations,
  sayDatesAndTimes,
  sayMoney,
  sayUnits,
  sayNumbers,
  saySymbols,
  foldToAscii,
];

/**
 * Written English as it is said, in letters, spaces and . , ; : ! ? ' - only, with a newline between paragraphs;
 * empty when nothing can be said. flite itself drops what is not ASCII and reads long numbers digit by digit.
 */
export const normalizeText = (text: string): string =>
  STEPS.reduce((said, step) => step(said), text);
