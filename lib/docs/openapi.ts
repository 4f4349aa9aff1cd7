import type { Form, Route, Slice } from '../http/route.ts';
import { jsonSchema, type Json } from './json-schema.ts';
import { parametersOf } from './operation-parameters.ts';
import { HEADERS, responsesOf } from './operation-responses.ts';

const ERROR_SCHEMA: Json = {
  type: 'object',
  required: ['error', 'detail', 'request_id'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
        code: { type: 'string' },
      },
    },
    detail: {
      description: 'A text, or for 422 a list of rows.',
      oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'object' } }],
    },
    request_id: { type: 'string' },
  },
};

/** The route table as an OpenAPI 3.1 document. Hidden routes are left out. */
export function openApi(table: Readonly<Record<string, Slice>>, version: string): Json {
  const components: Record<string, Json> = { Error: ERROR_SCHEMA };
  const paths: Record<string, Json> = {};
  for (const [fn, slice] of Object.entries(table)) {
    for (const [name, route] of Object.entries(slice)) {
      if (route.hidden) continue;
      const path = (paths[publicPath(route.path)] ??= {});
      path[route.method.toLowerCase()] = operation(`${fn}_${name}`, route, components);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Synapse',
      version,
      description:
        'One URL for all self-hosted AI: chat, embeddings, voices, speech, speakers and audio. Nothing here asks for a ' +
        'login; whoever reaches it may call it, so who does is for the network or the ingress to decide.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [],
    tags: [...new Set(Object.values(table).flatMap(tagsOf))].map((name) => ({ name })),
    paths,
    components: { schemas: components, headers: HEADERS },
  };
}

const tagsOf = (slice: Slice): string[] =>
  Object.values(slice)
    .filter(({ hidden }) => !hidden)
    .map(({ tag }) => tag);

/** `/models/{model_id+}/schema` as OpenAPI writes it. */
export const publicPath = (path: string): string => path.replaceAll('+}', '}');

function operation(operationId: string, route: Route, components: Record<string, Json>): Json {
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...parametersOf(route, components),
    ...requestBody(route, components),
    responses: responsesOf(route, components),
  };
}

function requestBody(route: Route, components: Record<string, Json>): Json {
  if (route.body) {
    const schema = jsonSchema(route.body, components);
    return {
      requestBody: { required: !route.optionalBody, content: { 'application/json': { schema } } },
    };
  }
  if (!route.form) return {};
  return {
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema: formSchema(route.form, components) } },
    },
  };
}

function formSchema(form: Form, components: Record<string, Json>): Json {
  const fields = jsonSchema(form.fields, components) as { properties?: Json; required?: string[] };
  const file = { type: 'string', format: 'binary' };
  const files = Object.fromEntries(
    Object.entries(form.files).map(([name, { max }]) => [
      name,
      max === 1 ? file : { type: 'array', minItems: 1, maxItems: max, items: file },
    ]),
  );
  return {
    type: 'object',
    properties: { ...files, ...fields.properties },
    required: [...Object.keys(files), ...(fields.required ?? [])],
  };
}
