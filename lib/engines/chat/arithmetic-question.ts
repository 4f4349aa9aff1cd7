import { evaluate } from './arithmetic.ts';
import { ArithmeticError } from './arithmetic-error.ts';
import { arithmeticTokens } from './arithmetic-tokens.ts';

const LEAD =
  /^(?:(?:please|hey|hi|hello|ok|so|and|then|now|can you|could you|tell me)[\s,]+)*(?:what\s+is|what's|whats|what\s+are|how\s+much\s+is|how\s+much\s+are|calculate|compute|evaluate|work\s+out|solve|the\s+result\s+of)\b[\s:]*(?:the\s+result\s+of\s+)?/iu;
const END = /[\s?!.=]+$/u;
const THANKS = /\s(?:please|thanks|thank you)$/iu;
/** Dates, telephone numbers and the like, which only look like differences. */
const NOT_A_SUM = /^(?:\d{1,4}([-./])\d{1,2}\1\d{1,4}|\+?\(?\d{3,}\)?(?:-\d{4}|(?:-\d{2,}){2,}))$/u;

/** The answer to "what is 12*7+3?" and the like; undefined when the text asks for something else. */
export function answerArithmetic(text: string): string | undefined {
  if (text.length > 400) return undefined;
  const said = text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(END, '')
    .replace(THANKS, '')
    .replace(END, '');
  const lead = LEAD.exec(said)?.[0] ?? '';
  const expression = said.slice(lead.length);
  if (!/\d/u.test(expression) || (lead === '' && NOT_A_SUM.test(expression))) return undefined;
  try {
    const tokens = arithmeticTokens(expression);
    const operations = tokens.filter((token) => typeof token !== 'number' && !'()'.includes(token));
    if (operations.length === 0) return undefined;
    return `${expression} = ${formatNumber(evaluate(expression))}`;
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    if (error.problem === 'syntax' || error.problem === 'too_long') return undefined;
    return `${expression}: ${error.message}.`;
  }
}

/** Up to 12 significant digits, without the noise of binary fractions. */
export const formatNumber = (value: number): string =>
  String(Number(value.toPrecision(12))).replace(/^-0$/u, '0');
