import { Validator } from '@seriousme/openapi-schema-validator';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { table } from '../routes/table.ts';
import { apiDocument } from './api-document.ts';
import { backendRoutes } from './backend-routes.ts';
import { handlerFile } from './handler-file.ts';
import { openApi } from './openapi.ts';
import { routeRows } from './route-rows.ts';
import { variableRows } from './variable-rows.ts';

const hidden = new Set(['root', 'ui']);

describe('the route table', () => {
  it('leads from every path to a file', () => {
    for (const [fn, slice] of Object.entries(table)) {
      for (const name of Object.keys(slice))
        if (!hidden.has(name))
          expect(existsSync(handlerFile(fn, name)), handlerFile(fn, name)).toBe(true);
    }
  });

  it('has a folder for every function, and embedded', () => {
    expect(readdirSync('functions').sort()).toEqual([...Object.keys(table), 'embedded'].sort());
  });
});

describe('openApi', () => {
  const document = openApi(table, '1.2.3') as {
    paths: Record<
      string,
      Record<
        string,
        {
          requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
          responses: Record<string, object>;
          parameters?: object[];
        }
      >
    >;
    components: { schemas: Record<string, { required?: string[] }> };
  };

  it('describes bodies, forms, parameters and errors', () => {
    expect(document.paths['/tts/synthesize']!['post']!.requestBody!.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/SynthesizeRequest' } },
    });
    expect(document.components.schemas['SynthesizeRequest']!.required).toEqual(['text']);
    const form =
      document.paths['/voices']!['post']!.requestBody!.content['multipart/form-data']!.schema;
    expect(form).toMatchObject({
      required: ['files', 'name'],
      properties: { files: { type: 'array', maxItems: 10 } },
    });
    expect(Object.keys(document.paths['/stt/transcribe']!['post']!.responses)).toEqual([
      '200',
      '403',
      '408',
      '409',
      '413',
      '415',
      '422',
      '429',
      '502',
      '503',
      '504',
    ]);
    expect(document.paths['/v1/models']!['get']!.parameters).toMatchObject([
      { name: 'refresh', in: 'query' },
    ]);
    expect(document.paths['/models/{model_id}/profile']!['get']!.parameters).toMatchObject([
      { name: 'model_id', in: 'path', required: true },
    ]);
  });
});

it('the OpenAPI document is valid', async () => {
  const result = await new Validator().validate(openApi(table, '1.2.3'));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

it('the documents name every endpoint and variable', () => {
  expect(routeRows(table, '').split('\n')).toHaveLength(2 + 33);
  expect(apiDocument(table).match(/^### /gm)).toHaveLength(33);
  expect(variableRows()).toContain('| `SYNAPSE_MAX_AUDIO_BYTES` | 1024 MiB |');
});

it('backend routes heed the routes of the file', () => {
  const grouped = backendRoutes(
    table,
    [{ name: 'x', health: '/h' }],
    new Map([['/audio/denoise', 'x']]),
  );
  expect(grouped['x']!.groups[0]!.routes).toEqual([{ method: 'POST', path: '/audio/denoise' }]);
});
