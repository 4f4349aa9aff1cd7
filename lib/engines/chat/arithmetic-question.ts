import { evaluate } from './arithmetic.ts';
import { ArithmeticError } from './arithmetic-error.ts';
import { arithmeticTokens } from './arithmetic-tokens.ts';

const LEAD =
  /^(?:(?:please|hey|hi|hello|ok|so|and|then|now|can you|could you|tell me)[\s,]+)*(?:what\s+is|what's|whats|what\s+are|how\s+much\s+is|how\s+much\s+are|calculate|compute|evaluate|work\s+out|solve|the\s+result\s+of)\b[\s:]*(?:the\s+result\s+of\s+)?/iu;
const END = /[\s?!.=]+$/u;
const THANKS = /\s(?:please|thanks|thank you)$/iu;
/** Dates, telephone numbers and the like, which only look like differences. */
const NOT_A_SUM = /^(?:\d{1,4}([-./])\d{1,2}\1\d{1,4}|\+?\(?\d{3,}\)?(?:-\d{4}|(?:-\d{2,}){2,}))$/u;

/** Above it, whole numbers are not exact. */
const MOST_EXACT = Number.MAX_SAFE_INTEGER;
const DIGITS = 12;

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
    const rounded = tokens.some((token) => typeof token === 'number' && token > MOST_EXACT);
    return `${expression} ${resultText(evaluate(expression), rounded)}`;
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    if (error.problem === 'syntax' || error.problem === 'too_long') return undefined;
    return `${expression}: ${error.message}.`;
  }
}

/** "= 87"; with the sign of an approximation where digits were lost, and up to 12 of them. */
function resultText(value: number, rounded: boolean): string {
  const short = Number(value.toPrecision(DIGITS));
  const digits = String(Math.abs(short))
    .replace(/e.*|[^\d]/gu, '')
    .replace(/^0+/u, '');
  const whole = Number.isSafeInteger(value);
  const exact = !rounded && (whole || (digits.length < DIGITS && Math.abs(value) < MOST_EXACT));
  const said = whole
    ? String(value)
    : Math.abs(short) >= 1e15
      ? short.toExponential()
      : String(short);
  return `${exact ? '=' : '≈'} ${said.replace(/^-0$/u, '0')}`;
}
