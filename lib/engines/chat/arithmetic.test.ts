import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from './arithmetic.ts';
import { ArithmeticError } from './arithmetic-error.ts';
import { answerArithmetic } from './arithmetic-question.ts';

describe('evaluate', () => {
  it.each([
    ['12*7+3', 87],
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 5', 2],
    ['2^3^2', 512],
    ['-2^2', -4],
    ['2^-1', 0.5],
    ['2 ** 10', 1024],
    ['--5', 5],
    ['3 - -3', 6],
    ['1,234.5 + .5', 1235],
    ['1e3 * 2', 2000],
    ['5% of 200', 10],
    ['15 percent of 80', 12],
    ['200 + 10%', 220],
    ['200 - 10%', 180],
    ['10% + 5%', 0.15],
    ['50%', 0.5],
    ['3 x 4', 12],
    ['3x4', 12],
    ['6 × 7 ÷ 2', 21],
    ['9 − 4', 5],
    ['12 plus 7 times 3', 33],
    ['10 divided by 4', 2.5],
    ['5 squared', 25],
    ['square root of 16 + 1', 5],
    ['sqrt(16 + 9)', 5],
    ['half', ArithmeticError],
    ['1 +', ArithmeticError],
    ['(1', ArithmeticError],
    ['1)', ArithmeticError],
    ['1 2', ArithmeticError],
    ['', ArithmeticError],
    ['1/0', ArithmeticError],
    ['0^-1', ArithmeticError],
    ['9^999', ArithmeticError],
    ['(-8)^.5', ArithmeticError],
    ['sqrt(-1)', ArithmeticError],
    ['1e999', ArithmeticError],
    ['process.exit(1)', ArithmeticError],
    ['constructor', ArithmeticError],
    ['('.repeat(200) + '1', ArithmeticError],
    ['1+'.repeat(500) + '1', ArithmeticError],
  ])('%s → %s', (expression, expected) => {
    if (typeof expected === 'number') expect(evaluate(expression)).toBeCloseTo(expected, 10);
    else expect(() => evaluate(expression)).toThrow(expected);
  });

  it('gives a finite number or a typed error for anything', () => {
    const pieces = fc.constantFrom(
      ...'0123456789.,+-*/^%()eExX of sqrt plus √π;=[]{}"`$'.split(''),
    );
    const noise = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: pieces }));
    fc.assert(
      fc.property(noise, (expression) => {
        try {
          expect(Number.isFinite(evaluate(expression))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ArithmeticError);
        }
        answerArithmetic(`what is ${expression}?`);
      }),
      { numRuns: 500 },
    );
  });

  it('evaluates nothing but arithmetic', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdghijklmnpqrsuvwyz._$[]'.split('')),
      minLength: 1,
    });
    fc.assert(
      fc.property(letters, (name) => {
        fc.pre(/[a-z$[\]]/.test(name));
        expect(() => evaluate(`1 + ${name}`)).toThrow(ArithmeticError);
        expect(() => evaluate(`${name}(1)`)).toThrow(ArithmeticError);
      }),
    );
  });

  it('agrees with the language on sums and products', () => {
    const small = fc.integer({ min: -99, max: 99 });
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        expect(evaluate(`${a} + ${b} * (${c} - ${d})`)).toBe(a + b * (c - d));
      }),
    );
  });
});

describe('answering arithmetic', () => {
  it.each([
    ['what is 12*7+3', '12*7+3 = 87'],
    ['What is 12 * 7 + 3?', '12 * 7 + 3 = 87'],
    ["what's 15% of 80?", '15% of 80 = 12'],
    ['Hey, can you calculate 0.1 + 0.2 please?', '0.1 + 0.2 = 0.3'],
    ['2+2=', '2+2 = 4'],
    ['How much is 10 / 0?', '10 / 0: a division by zero has no result.'],
    ['1/3', '1/3 ≈ 0.333333333333'],
    ['24/11/2026', undefined],
    ['2^64', '2^64 ≈ 1.84467440737e+19'],
    ['99999 * 99999', '99999 * 99999 = 9999800001'],
    ['123456789012 + 1', '123456789012 + 1 = 123456789013'],
    ['9007199254740993 - 1', '9007199254740993 - 1 ≈ 9007199254740991'],
    ['what is 1 - 1', '1 - 1 = 0'],
    ['2 / -3', '2 / -3 ≈ -0.666666666667'],
    ['What is 1/3?', '1/3 ≈ 0.333333333333'],
    ['2026-11-24', undefined],
    ['555-1234', undefined],
    ['what is 2026?', undefined],
    ['what is love?', undefined],
    ['what is 5 apples?', undefined],
    ['What is the population of Oslo?', undefined],
    ['', undefined],
  ])('%j → %j', (text, expected) => {
    expect(answerArithmetic(text)).toBe(expected);
  });
});
