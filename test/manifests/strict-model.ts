import * as models from '@kubernetes/client-node';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}
type Model = { getAttributeTypeMap(): Attribute[] };

const registry = models as unknown as Record<string, Model | undefined>;

/**
 * What of a value does not fit a model of the Kubernetes client, such as `V1Deployment`: unknown fields and wrong types,
 * each with its path. The models know no required fields.
 */
export function misfits(value: unknown, type: string, path: string): string[] {
  const array = /^Array<(.+)>$/.exec(type);
  if (array) {
    if (!Array.isArray(value)) return [`${path} is not a list`];
    return value.flatMap((item, index) => misfits(item, array[1]!, `${path}[${index}]`));
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map) {
    if (!isObject(value)) return [`${path} is not an object`];
    const inner = path.endsWith('.requests') || path.endsWith('.limits') ? 'Quantity' : map[1]!;
    return Object.entries(value).flatMap(([key, item]) => misfits(item, inner, `${path}.${key}`));
  }
  const model = registry[type];
  if (!model) return fitsScalar(value, type) ? [] : [`${path} is not of type ${type}`];
  if (!isObject(value)) return [`${path} is not an object`];
  const attributes = new Map(model.getAttributeTypeMap().map((item) => [item.baseName, item.type]));
  return Object.entries(value).flatMap(([key, item]) => {
    const expected = attributes.get(key);
    if (expected === undefined) return [`${path}.${key} is unknown`];
    return item === null ? [] : misfits(item, expected, `${path}.${key}`);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const QUANTITY = /^[+-]?(\d+|\d+\.\d*|\.\d+)([KMGTPE]i|[mkMGTPEun])?$/;

function fitsScalar(value: unknown, type: string): boolean {
  if (type === 'any' || type === 'object') return true;
  if (type === 'IntOrString') return ['number', 'string'].includes(typeof value);
  if (type === 'Quantity') return QUANTITY.test(String(value));
  if (type === 'Date' || type === 'V1MicroTime') return typeof value === 'string';
  return typeof value === type;
}
