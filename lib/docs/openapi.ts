import { z } from 'zod';
import type { Form, Route, Slice } from '../http/route.ts';

type Json = Record<string, unknown>;

const ERROR = { $ref: '#/components/schemas/Error' };
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
        'One URL for all self-hosted AI: chat, embeddings, voices, speech, speakers and audio.',
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: components },
  };
}

/** `/models/{model_id+}/schema` as OpenAPI writes it. */
export const publicPath = (path: string): string => path.replaceAll('+}', '}');

function operation(operationId: string, route: Route, components: Record<string, Json>): Json {
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(route.params && { parameters: pathParameters(route.params, components) }),
    ...requestBody(route, components),
    responses: { [route.status ?? 200]: success(route, components), ...failures(route) },
  };
}

function pathParameters(params: z.ZodObject, components: Record<string, Json>): Json[] {
  return Object.entries(params.shape).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: jsonSchema(schema as z.ZodType, components),
  }));
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

const MEDIA: Readonly<Record<Route['replies'], string>> = {
  json: 'application/json',
  audio: 'audio/*',
  sse: 'text/event-stream',
  html: 'text/html',
  text: 'text/plain',
};

function success(route: Route, components: Record<string, Json>): Json {
  const schema = route.response
    ? jsonSchema(route.response, components)
    : { type: 'string', ...(route.replies === 'audio' && { format: 'binary' }) };
  return { description: 'Success', content: { [MEDIA[route.replies]]: { schema } } };
}

function failures(route: Route): Json {
  const content = { content: { 'application/json': { schema: ERROR } } };
  const statuses: Record<string, string> = {
    ...((route.body || route.form) && {
      [route.rejects ?? 400]: 'The request does not fit',
      413: 'Too large',
      415: 'Wrong content type',
    }),
    ...(route.params && { 404: 'Unknown' }),
    ...(route.backend && {
      502: 'The backend broke or answered nonsense',
      503: 'The backend cannot be reached',
      504: 'The backend is silent',
    }),
  };
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [status, { description, ...content }]),
  );
}

/** JSON schema of what a client sends or gets; schemas with an `id` become components. */
function jsonSchema(schema: z.ZodType, components: Record<string, Json>): Json {
  const whole = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema: node }) => {
      if (!Array.isArray(node.required) || !node.properties) return;
      const properties = node.properties as Record<string, Json>;
      node.required = node.required.filter((name) => !('default' in (properties[name] ?? {})));
      if (node.required.length === 0) delete node.required;
    },
  }) as Json & { $defs?: Record<string, Json>; id?: string };
  const {
    $schema: _,
    $defs = {},
    ...root
  } = rewriteRefs(whole) as typeof whole & { $schema?: string };
  for (const [name, definition] of Object.entries($defs))
    components[name] ??= withoutId(definition);
  const id = root.id;
  if (!id) return root;
  components[id] ??= withoutId(root);
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = ({ id: _id, ...rest }: Json): Json => rest;

function rewriteRefs<T>(node: T): T {
  return JSON.parse(JSON.stringify(node).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}
