import { ArithmeticError } from './arithmetic-error.ts';

export type Operator = '+' | '-' | '*' | '/' | '^' | '%' | '(' | ')' | 'of' | 'sqrt';
export type ArithmeticToken = number | Operator;

/** Long enough for anything typed by hand; bounds the depth of the parser as well. */
const LONGEST = 300;

const NUMBER =
  /^(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,3}(?![\da-z.]))?/iu;

/** Words and signs in place of operators; longer ones first. */
const SPELLINGS: readonly (readonly [RegExp, readonly ArithmeticToken[]])[] = [
  [/^(?:multiplied\s+by|times)\b/iu, ['*']],
  [/^(?:divided\s+by|over)\b/iu, ['/']],
  [/^(?:to\s+the\s+power\s+of|raised\s+to)\b/iu, ['^']],
  [/^plus\b/iu, ['+']],
  [/^minus\b/iu, ['-']],
  [/^squared\b/iu, ['^', 2]],
  [/^cubed\b/iu, ['^', 3]],
  [/^(?:percent|per\s+cent)\b/iu, ['%']],
  [/^of\b/iu, ['of']],
  [/^(?:(?:the\s+)?square\s+root\s+of|sqrt)\b|^√/iu, ['sqrt']],
  [/^\*\*/u, ['^']],
  [/^[*×·]|^x(?=[\s\d(.-])/iu, ['*']],
  [/^[/÷]/u, ['/']],
  [/^[-−–]/u, ['-']],
  [/^\+/u, ['+']],
  [/^\^/u, ['^']],
  [/^%/u, ['%']],
  [/^\(/u, ['(']],
  [/^\)/u, [')']],
];

/** Cuts an expression into numbers and operators. Throws {@link ArithmeticError} for anything else. */
export function arithmeticTokens(expression: string): ArithmeticToken[] {
  if (expression.length > LONGEST)
    throw new ArithmeticError('too_long', 'the expression is too long');
  const tokens: ArithmeticToken[] = [];
  let rest = expression.trimStart();
  while (rest !== '') {
    const number = NUMBER.exec(rest)?.[0];
    if (number !== undefined) {
      tokens.push(Number(number.replaceAll(',', '')));
      rest = rest.slice(number.length).trimStart();
      continue;
    }
    const found = SPELLINGS.find(([spelling]) => spelling.test(rest));
    if (!found) throw new ArithmeticError('syntax', `"${rest.slice(0, 20)}" is not arithmetic`);
    tokens.push(...found[1]);
    rest = rest.slice(found[0].exec(rest)![0].length).trimStart();
  }
  return tokens;
}
