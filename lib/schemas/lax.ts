import { z } from 'zod';

const TRUE = new Set(['true', '1', 'yes', 'on', 't', 'y']);
const FALSE = new Set(['false', '0', 'no', 'off', 'f', 'n']);

/** Decimal numbers only: `0x10` and `Infinity` are somebody's mistake. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number a text stands for; anything else as it is. */
export const numeric = (value: unknown): unknown =>
  typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;

const boolean = (value: unknown): unknown => {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return value;
  const word = value.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : value;
};

/** A number that may come as a numeric string, as forms and lax JSON clients send it. */
export const laxNumber = <T extends z.ZodType>(schema: T) => z.preprocess(numeric, schema);

/** A boolean that may come as `true/1/yes/on/t/y` or their opposites. */
export const laxBoolean = () => z.preprocess(boolean, z.boolean());

/** A string without white space around it, its length counted in Unicode code points, not UTF-16 units. */
export const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .check((ctx) => {
      const length = codePoints(ctx.value);
      const base = { origin: 'string', inclusive: true, input: ctx.value } as const;
      if (length < min) ctx.issues.push({ ...base, code: 'too_small', minimum: min });
      if (length > max) ctx.issues.push({ ...base, code: 'too_big', maximum: max });
    })
    .meta({ minLength: min, maxLength: max });

function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}
