import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { idOf, isForeign, KUSTOMIZATIONS, type KubeObject } from './built.ts';
import { schemas } from './knative-schemas.ts';

const built = inject('built');

function faults(object: KubeObject): string[] {
  const schema = schemas[`${object.apiVersion}/${object.kind}`];
  if (!schema) return [`${object.apiVersion}/${object.kind} has no schema here`];
  const checked = schema.safeParse(object);
  return checked.success
    ? []
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('every object fits its schema, without unknown fields', () => {
  it.each(KUSTOMIZATIONS)('%s', (path) => {
    const wrong = built[path]!.flatMap((object) =>
      faults(object).map((fault) => `${idOf(object)}: ${fault}`),
    );
    expect(wrong).toEqual([]);
  });

  it('finds a misspelt field, a wrong type and a kind it does not know', () => {
    const [service] = built['kustomize/overlays/demo']!.filter(({ kind }) => kind === 'Service');
    const copy = structuredClone(service!) as unknown as {
      kind: string;
      spec: { template: { spec: Record<string, any> } };
    };
    copy.spec.template.spec['containers'][0].resources.limit = {};
    expect(faults(copy as never)).toContainEqual(
      expect.stringContaining('resources.limit is unknown'),
    );
    copy.spec.template.spec['timeoutSecond'] = 1;
    expect(faults(copy as never)).toContainEqual(expect.stringContaining('timeoutSecond'));
    expect(faults({ ...copy, kind: 'Servce' } as never)).toEqual([
      expect.stringContaining('no schema'),
    ]);
  });

  it('knows every object once', () => {
    for (const path of KUSTOMIZATIONS) {
      const ids = built[path]!.map((object) => `${idOf(object)} ${object.metadata.namespace}`);
      expect(new Set(ids).size, path).toBe(ids.length);
    }
  });
});

/** `validate.mjs` and its schemas, where `SYNAPSE_SCHEMAS` names their folder. */
function findValidator(): { script: string; schemas: string } | null {
  const given = process.env['SYNAPSE_SCHEMAS'];
  if (!given) return null;
  for (const folder of [resolve(given), dirname(resolve(given))]) {
    const script = join(folder, 'validate.mjs');
    if (existsSync(script)) return { script, schemas: join(folder, 'schemas') };
  }
  throw new Error(`SYNAPSE_SCHEMAS: there is no validate.mjs in ${given}`);
}

const validator = findValidator();

it.skipIf(!validator)('every object fits the published schema of its API', () => {
  const folder = inject('builtFolder');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const printed = execFileSync(process.execPath, [validator!.script, ...files], {
    env: { ...process.env, SYNAPSE_SCHEMAS: validator!.schemas },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(printed).not.toMatch(/^(FAIL|NO SCHEMA)/m);
  const published = Object.values(built)
    .flat()
    .filter((object) => !isForeign(object));
  expect(printed.match(/^OK/gm)!.length).toBe(published.length);
});
