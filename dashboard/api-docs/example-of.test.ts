import { expect, test } from 'vitest';
import { openApi } from '../../lib/docs/openapi.ts';
import { table } from '../../lib/routes/table.ts';
import { describe as inWords } from './describe-schema.ts';
import { exampleOf } from './example-of.ts';
import { operationsOf, type OpenApi } from './openapi.ts';

const document = openApi(table, '1') as unknown as OpenApi;
const operations = operationsOf(document);

test('every JSON body of the API has an example with what is required', () => {
  for (const { id, body } of operations) {
    if (body?.type !== 'application/json') continue;
    const example = exampleOf(body.schema, document);
    expect(example, id).toBeTypeOf('object');
  }
  const interpolate = operations.find(({ path }) => path === '/tts/interpolate')!;
  expect(exampleOf(interpolate.body!.schema, document)).toEqual({
    text: 'text',
    voices: [{ voice_id: 'text', weight: 1 }],
  });
});

test.each([
  [{ type: 'string', minLength: 1, maxLength: 5000 }, 'string, 1 – 5000'],
  [{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, 'integer, at least 1'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
  [
    { type: 'array', items: { $ref: '#/components/schemas/Voice' }, minItems: 2 },
    'array of Voice, at least 2',
  ],
  [{ enum: ['a', 'b'] }, '"a", "b"'],
  [{ type: 'string', format: 'binary' }, 'file'],
])('%j is “%s”', (schema, words) => {
  expect(inWords(schema)).toBe(words);
});
