import { numeric } from '../schemas/lax.ts';
import { fieldsOf, type ProfileField } from './families.ts';

export type ProfileValue = string | number;

/** Values to set; null takes a value away. */
export type ProfileChange = Readonly<Record<string, ProfileValue | null>>;

/** A value that does not fit its field; the message names the field and is for the client. */
export class ProfileValueError extends Error {
  override readonly name = 'ProfileValueError';
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.field = field;
  }
}

/** Checks all values of a change, or none is taken. @throws {ProfileValueError} */
export function checkProfile(
  model: string,
  updates: Readonly<Record<string, unknown>>,
): ProfileChange {
  const fields = new Map(fieldsOf(model).map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(updates).map(([name, value]) => {
      const field = fields.get(name);
      if (!field)
        throw new ProfileValueError(
          name,
          `the model has no such field; it has ${[...fields.keys()].join(', ')}`,
        );
      return [name, value === null ? null : checkValue(field, value)];
    }),
  );
}

const TOGETHER = ['max_tokens', 'runtime_ctx_size'] as const;

/** Checks what a change and the values it is merged into make together. @throws {ProfileValueError} */
export function checkTogether(
  values: Readonly<Record<string, unknown>>,
  change: ProfileChange,
): void {
  const { max_tokens: tokens, runtime_ctx_size: size } = values;
  if (!TOGETHER.some((name) => name in change)) return;
  if (typeof tokens === 'number' && typeof size === 'number' && tokens > size)
    throw new ProfileValueError(
      'max_tokens',
      `${tokens} is more than the runtime_ctx_size of ${size}`,
    );
}

function checkValue(field: ProfileField, value: unknown): ProfileValue | null {
  switch (field.type) {
    case 'string':
      if (typeof value !== 'string') throw new ProfileValueError(field.name, 'a text is expected');
      return value.trim() || null;
    case 'enum': {
      const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
      if (field.choices?.includes(word)) return word;
      throw new ProfileValueError(field.name, `one of ${field.choices?.join(', ')} is expected`);
    }
    case 'number':
    case 'integer':
      return checkNumber(field, value);
  }
}

function checkNumber({ name, type, min, max }: ProfileField, value: unknown): number {
  const number = numeric(value);
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new ProfileValueError(name, 'a number is expected');
  if (type === 'integer' && !Number.isInteger(number))
    throw new ProfileValueError(name, 'a whole number is expected');
  if (number < min! || number > max!)
    throw new ProfileValueError(name, `a number from ${min} to ${max} is expected`);
  return number;
}
