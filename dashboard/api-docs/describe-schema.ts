import type { Schema } from './openapi.ts';

/** `string`, `number, 0.5 – 2`, `array of WeightedVoice`: a schema in a few words. */
export function describe(schema: Schema): string {
  const name = schema.$ref?.split('/').at(-1);
  if (name) return name;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one) => describe(one)))].join(' or ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items)
    return `array of ${describe(schema.items)}${bounds(schema.minItems, schema.maxItems)}`;
  if (schema.format === 'binary') return 'file';
  const type = [schema.type ?? 'any'].flat().join(' or ');
  const [low, high] =
    type === 'string' ? [schema.minLength, schema.maxLength] : [schema.minimum, schema.maximum];
  return `${type}${bounds(low, high)}`;
}

const HUGE = Number.MAX_SAFE_INTEGER;

function bounds(low: number | undefined, high: number | undefined): string {
  const least = low === undefined || low <= -HUGE ? undefined : low;
  const most = high === undefined || high >= HUGE ? undefined : high;
  if (least !== undefined && most !== undefined) return `, ${least} – ${most}`;
  if (least !== undefined) return `, at least ${least}`;
  return most === undefined ? '' : `, at most ${most}`;
}
