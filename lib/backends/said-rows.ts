import { z } from 'zod';
import type { ValidationRow } from '../errors.ts';

const Rows = z.array(
  z.object({
    type: z.string().default('value_error'),
    loc: z.array(z.union([z.string(), z.number()])).default(['body']),
    msg: z.string(),
  }),
);
const MOST_ROWS = 20;

/** FastAPI-shaped rows of a backend's 422, what they echo of the input left out; undefined for anything else. */
export function saidRows(
  detail: unknown,
  clean: (text: string) => string,
): ValidationRow[] | undefined {
  const { data } = Rows.safeParse(Array.isArray(detail) ? detail.slice(0, MOST_ROWS) : undefined);
  if (!data || data.length === 0) return undefined;
  return data.map(({ type, loc, msg }) => ({
    type: clean(type).slice(0, 100),
    loc: loc.slice(0, 10),
    msg: clean(msg).slice(0, 500),
  }));
}
