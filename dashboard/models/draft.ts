import type { ProfileField, ProfileValues } from '../api/models.ts';

/** What is in the fields, as typed; empty means unset. */
export type Draft = Readonly<Record<string, string>>;

export const draftOf = (fields: readonly ProfileField[], values: ProfileValues): Draft =>
  Object.fromEntries(
    fields.map(({ name }) => [name, values[name] === undefined ? '' : String(values[name])]),
  );

/** What is wrong with a typed value; null when nothing is. */
export function problemOf({ type, min, max, choices }: ProfileField, typed: string): string | null {
  const text = typed.trim();
  if (text === '' || type === 'string') return null;
  if (type === 'enum') return choices?.includes(text) ? null : `one of ${choices?.join(', ')}`;
  const value = Number(text);
  if (!Number.isFinite(value)) return 'a number is expected';
  if (type === 'integer' && !Number.isInteger(value)) return 'a whole number is expected';
  if (min !== undefined && value < min) return `at least ${min}`;
  if (max !== undefined && value > max) return `at most ${max}`;
  return null;
}

/** Problems of fields that only show together. */
export function crossProblem(draft: Draft): string | null {
  const most = Number(draft['max_tokens'] || NaN);
  const context = Number(draft['runtime_ctx_size'] || NaN);
  return most > context
    ? `Max Tokens (${most}) is larger than the context (${context}): no answer can be that long.`
    : null;
}

/** The draft as `PUT /models/{id}/profile` wants it; null deletes. */
export const valuesOf = (
  fields: readonly ProfileField[],
  draft: Draft,
): Record<string, string | number | null> =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const text = (draft[name] ?? '').trim();
      if (text === '') return [name, null];
      return [name, type === 'number' || type === 'integer' ? Number(text) : text];
    }),
  );
