import type { z } from 'zod';
import { ApiError, type ValidationRow } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/** Who has more wrong than this starts with these. */
const MOST_ROWS = 20;

/**
 * Zod's findings as the error of the route: 422 with FastAPI-shaped rows, or 400 with one sentence. `where` is the
 * head of every `loc`: `body`, `path` or `query`.
 */
export function invalid(
  issues: readonly Issue[],
  where: string,
  status: 400 | 422,
  input?: unknown,
): ApiError {
  const rows = issues.slice(0, MOST_ROWS).map((issue) => toRow(issue, where, input));
  return invalidRows(rows, status);
}

export function invalidRows(rows: readonly ValidationRow[], status: 400 | 422): ApiError {
  const message = rows.map((row) => [fieldOf(row), row.msg].filter(Boolean).join(': ')).join('; ');
  const param = rows[0] && fieldOf(rows[0]);
  return new ApiError(status, 'invalid_request', message, {
    param: param || undefined,
    ...(status === 422 && { rows }),
  });
}

/** The field a row is about; of JSON that cannot be read only an offset is known, which is none. */
const fieldOf = ({ type, loc }: ValidationRow): string =>
  type === 'json_invalid' ? '' : loc.slice(1).join('.');

function toRow(issue: Issue, where: string, root: unknown): ValidationRow {
  const loc = [
    where,
    ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
  ];
  const input = valueAt(root, issue.path);
  const missing = issue.code === 'invalid_type' && input === undefined && issue.path.length > 0;
  if (missing)
    return {
      type: 'missing',
      loc,
      msg: 'Field required',
      input: printable(valueAt(root, issue.path.slice(0, -1))),
    };
  const { type, msg, ctx } = describe(issue, input);
  return { type, loc, msg, input: printable(input), ...(ctx && { ctx }) };
}

interface Words {
  readonly type: string;
  readonly msg: string;
  readonly ctx?: Record<string, unknown>;
}

function describe(issue: Issue, input: unknown): Words {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected, issue.path.length === 0, input);
    case 'too_small':
      return sizeWords(issue.origin, 'least', Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return sizeWords(issue.origin, 'most', Number(issue.maximum), issue.inclusive ?? true);
    case 'invalid_value':
      return { type: 'enum', msg: `Input should be one of ${issue.values.map(String).join(', ')}` };
    case 'invalid_union':
      return { type: 'union', msg: 'Input has none of the accepted shapes' };
    default:
      return { type: 'value_error', msg: issue.message };
  }
}

function typeWords(expected: string, root: boolean, input: unknown): Words {
  if (root) return { type: 'model_attributes_type', msg: 'Input should be a valid object' };
  const parsing = typeof input === 'string';
  switch (expected) {
    case 'number':
      return {
        type: parsing ? 'float_parsing' : 'float_type',
        msg: 'Input should be a valid number',
      };
    case 'int':
      return { type: parsing ? 'int_parsing' : 'int_type', msg: 'Input should be a valid integer' };
    case 'boolean':
      return {
        type: parsing ? 'bool_parsing' : 'bool_type',
        msg: 'Input should be a valid boolean',
      };
    default:
      return {
        type: `${expected === 'array' ? 'list' : expected}_type`,
        msg: `Input should be a valid ${expected}`,
      };
  }
}

function sizeWords(
  origin: string,
  bound: 'least' | 'most',
  limit: number,
  inclusive: boolean,
): Words {
  const [short, side] =
    bound === 'least' ? (['short', 'min'] as const) : (['long', 'max'] as const);
  if (origin === 'string') {
    return {
      type: `string_too_${short}`,
      msg: `String should have at ${bound} ${limit} character${limit === 1 ? '' : 's'}`,
      ctx: { [`${side}_length`]: limit },
    };
  }
  if (origin === 'array') {
    return {
      type: `too_${short}`,
      msg: `List should have at ${bound} ${limit} items`,
      ctx: { [`${side}_length`]: limit },
    };
  }
  const word = bound === 'least' ? 'greater' : 'less';
  const key = (bound === 'least' ? 'g' : 'l') + (inclusive ? 'e' : 't');
  return {
    type: `${word}_than${inclusive ? '_equal' : ''}`,
    msg: `Input should be ${word} than ${inclusive ? 'or equal to ' : ''}${limit}`,
    ctx: { [key]: limit },
  };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}

/**
 * Keeps an echo of the input short: clients need to see what was wrong, not their own megabyte. Objects and lists are
 * only echoed when they are small and flat, because what is deep enough cannot be written at all.
 */
function printable(input: unknown): unknown {
  if (typeof input === 'string' && input.length > 200) return `${input.slice(0, 200)}…`;
  if (typeof input !== 'object' || input === null) return input ?? null;
  const members = Object.values(input);
  const flat = members.every((member) => typeof member !== 'object' || member === null);
  return flat && members.length <= 20 && JSON.stringify(input).length <= 500 ? input : null;
}
