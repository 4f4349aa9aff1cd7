import type { Route, Slice } from '../http/route.ts';
import { handlerFile } from './handler-file.ts';
import { openApi, publicPath } from './openapi.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema: Schema;
}

interface Operation {
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Content }>
  >;
}

const HEAD = `# API

Generated from the route table by \`make docs\`; the same facts are served as OpenAPI 3.1 at \`/openapi.json\`.

Every answer carries \`x-request-id\`, the one sent or a new one. Every error has one shape:

\`\`\`json
{ "error": { "message": "…", "type": "invalid_request_error", "param": "text", "code": "invalid_request" },
  "detail": "… or the rows of a 422", "request_id": "…" }
\`\`\`

400 or 422: the request does not fit, the message names the field · 403 from a web page of an origin that is not allowed ·
404 · 405 with \`allow\` · 408 the body stopped arriving · 409 cancelled · 413 too large · 415 wrong content type · 429 the
backend has too much to do · 502 it broke or answered nonsense · 503 it cannot be reached (\`retry-after\`) · 504 it is
silent · 507 the volume is full. Each endpoint lists its own under _else_.
A stream that breaks ends with an error event and without its closing event; broken audio cuts the connection.
`;

/** docs/API.md: every endpoint with its fields, derived from the same table as the router. */
export function apiDocument(table: Readonly<Record<string, Slice>>): string {
  const document = openApi(table, '') as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? document.components.schemas[schema.$ref.split('/').pop()!]! : schema;
  const parts = [HEAD];
  for (const [fn, slice] of Object.entries(table)) {
    const routes = Object.entries(slice).filter(([, route]) => !route.hidden);
    if (routes.length > 0) parts.push(`## ${fn}\n`);
    for (const [name, route] of routes) {
      const path = publicPath(route.path);
      const operation = document.paths[path]![route.method.toLowerCase()]!;
      parts.push(
        `### \`${route.method} ${path}\`\n\n${route.summary}. Code: [${handlerFile(fn, name)}](../${handlerFile(fn, name)})\n`,
      );
      if (route.description) parts.push(`${route.description}\n`);
      parts.push(...parameters(operation));
      for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {}))
        parts.push(fields(`Body, \`${type}\``, resolve(schema), resolve));
      const [status, success] = Object.entries(operation.responses)[0]!;
      for (const [type, { schema }] of Object.entries(success.content))
        parts.push(fields(`${status}, \`${type}\``, resolve(schema), resolve));
      parts.push(...sent(route), ...others(route, operation));
    }
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

/** What may stand in the query and the headers of a call. */
const parameters = ({ parameters: all = [] }: Operation): string[] =>
  all
    .filter((one) => one.in !== 'path')
    .map(
      ({ in: place, name, description }) =>
        `${place === 'query' ? 'Query' : 'Header'} \`${name}\`: ${description ?? 'optional.'}\n`,
    );

/** The headers of a success. */
const sent = ({ headers = {} }: Route): string[] =>
  Object.keys(headers).length === 0
    ? []
    : [
        `Headers:\n\n${Object.entries(headers)
          .map(([name, says]) => `- \`${name}\`: ${says}`)
          .join('\n')}\n`,
      ];

/** The other statuses; those that mean something of their own say what. */
const others = ({ failures = {} }: Route, { responses }: Operation): string[] => {
  const rest = Object.entries(responses).slice(1);
  if (rest.length === 0) return [];
  const listed = rest.map(([status, { description, content }]) =>
    Number(status) in failures || !content || Number(status) < 400
      ? `${status} (${description})`
      : status,
  );
  return [`Else: ${listed.join(', ')}.\n`];
};

function fields(title: string, schema: Schema, resolve: (schema: Schema) => Schema): string {
  const object = schema.type === 'array' && schema.items ? resolve(schema.items) : schema;
  const suffix = schema.type === 'array' ? ', a list of' : '';
  const note = object.description ? ` ${object.description}` : '';
  const fieldRows = expand(object, resolve);
  if (fieldRows.length === 0) return `${title}.${note}\n`;
  const rows = fieldRows.map(([name, field, parent]) => {
    const required = parent.required?.includes(name.split('.').pop()!)
      ? ''
      : field.default === undefined
        ? 'optional'
        : `default \`${JSON.stringify(field.default)}\``;
    return `| \`${name}\` | ${typeName(field, resolve)} | ${[required, range(field), field.description].filter(Boolean).join('; ')} |`;
  });
  return `${title}${suffix}:${note}\n\n| field | type | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

type Row = readonly [name: string, field: Schema, parent: Schema];

/** The fields and those of the objects inside them, two levels deep, by dotted names: `segments[].start`. */
function expand(
  object: Schema,
  resolve: (schema: Schema) => Schema,
  prefix = '',
  depth = 2,
): Row[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, field]): Row[] => {
    const row: Row = [prefix + name, field, object];
    const whole = resolve(field);
    const list = whole.type === 'array' && whole.items ? resolve(whole.items) : undefined;
    const inner = list ?? whole;
    if (depth === 0 || !inner.properties) return [row];
    return [row, ...expand(inner, resolve, `${prefix}${name}${list ? '[]' : ''}.`, depth - 1)];
  });
}

function typeName(field: Schema, resolve: (schema: Schema) => Schema): string {
  const schema = resolve(field);
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map((option) => typeName(option, resolve)))].join(' or ');
  if (schema.format === 'binary') return 'file';
  if (schema.type === 'array')
    return `list of ${schema.items ? typeName(schema.items, resolve) : 'values'}`;
  return Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'any');
}

function range(schema: Schema): string {
  // The bounds that zod writes for every integer say nothing.
  const bound = (value?: number) =>
    Number.isSafeInteger(value) && Math.abs(value!) === Number.MAX_SAFE_INTEGER ? undefined : value;
  const minimum = bound(schema.minimum);
  const maximum = bound(schema.maximum);
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  return minimum !== undefined
    ? `at least ${minimum}`
    : maximum !== undefined
      ? `at most ${maximum}`
      : '';
}
