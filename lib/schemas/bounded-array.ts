import { z } from 'zod';

/**
 * An array whose length is looked at before its items: a list of a million wrong items is one fault, not a million.
 */
export const boundedArray = <T extends z.ZodType>(item: T, min: number, max: number) =>
  z.preprocess((value, ctx) => {
    if (!Array.isArray(value) || value.length <= max) return value;
    ctx.issues.push({
      code: 'too_big',
      origin: 'array',
      maximum: max,
      inclusive: true,
      input: value,
    });
    return z.NEVER;
  }, z.array(item).min(min).max(max));
