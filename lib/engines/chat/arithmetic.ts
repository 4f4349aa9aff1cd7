import { ArithmeticError } from './arithmetic-error.ts';
import { arithmeticTokens, type ArithmeticToken } from './arithmetic-tokens.ts';

/** A number, and whether it stood as a percentage: `200 + 10%` is 220, as on a pocket calculator. */
interface Value {
  readonly value: number;
  readonly percent: boolean;
}

/**
 * The value of an arithmetic expression: + - * / ^ % of sqrt, parentheses and their English words, with the usual
 * precedence (`-2^2` is -4, `2^3^2` is 512). Nothing else is ever evaluated. Throws {@link ArithmeticError}.
 */
export function evaluate(expression: string): number {
  const tokens = arithmeticTokens(expression);
  const parser = new Parser(tokens);
  const { value } = parser.sum();
  parser.end();
  return value;
}

class Parser {
  readonly #tokens: readonly ArithmeticToken[];
  #at = 0;

  constructor(tokens: readonly ArithmeticToken[]) {
    this.#tokens = tokens;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw unexpected(this.#tokens[this.#at]);
  }

  sum(): Value {
    let left = this.#product();
    for (;;) {
      const sign = this.#take('+') ? 1 : this.#take('-') ? -1 : 0;
      if (sign === 0) return left;
      const right = this.#product();
      const change = right.percent && !left.percent ? left.value * right.value : right.value;
      left = { value: finite(left.value + sign * change), percent: left.percent && right.percent };
    }
  }

  #product(): Value {
    let left = this.#signed();
    for (;;) {
      if (this.#take('*') || this.#take('of')) {
        left = plain(left.value * this.#signed().value);
      } else if (this.#take('/')) {
        const divisor = this.#signed().value;
        if (divisor === 0)
          throw new ArithmeticError('division_by_zero', 'a division by zero has no result');
        left = plain(left.value / divisor);
      } else return left;
    }
  }

  #signed(): Value {
    if (this.#take('+')) return this.#signed();
    if (!this.#take('-')) return this.#power();
    const { value, percent } = this.#signed();
    return { value: -value, percent };
  }

  #power(): Value {
    const base = this.#percentage();
    if (!this.#take('^')) return base;
    return plain(base.value ** this.#signed().value);
  }

  #percentage(): Value {
    let result = plain(this.#operand());
    while (this.#take('%')) result = { value: result.value / 100, percent: true };
    return result;
  }

  #operand(): number {
    const token = this.#tokens[this.#at++];
    if (typeof token === 'number') return finite(token);
    if (token === 'sqrt') {
      const value = this.#operand();
      if (value < 0)
        throw new ArithmeticError('syntax', 'a negative number has no real square root');
      return Math.sqrt(value);
    }
    if (token !== '(') throw unexpected(token);
    const { value } = this.sum();
    if (!this.#take(')')) throw unexpected(this.#tokens[this.#at]);
    return value;
  }

  #take(token: ArithmeticToken): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

const plain = (value: number): Value => ({ value: finite(value), percent: false });

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw Number.isNaN(value)
    ? new ArithmeticError('syntax', 'that has no real result')
    : new ArithmeticError('too_large', 'the result is too large');
}

const unexpected = (token: ArithmeticToken | undefined): ArithmeticError =>
  new ArithmeticError(
    'syntax',
    token === undefined ? 'the expression ends too early' : `"${token}" is not expected there`,
  );
