import type { RequestOptions } from '../api/request.ts';
import type { Sample } from '../playground/snippets.ts';
import { exampleOf } from './example-of.ts';
import { resolve, type OpenApi, type Operation } from './openapi.ts';

/** What has been filled in for a call. */
export interface CallDraft {
  readonly parameters: Readonly<Record<string, string>>;
  readonly json: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, readonly File[]>>;
}

const isJson = ({ body }: Operation): boolean => body?.type === 'application/json';

export const draftOf = (operation: Operation, document: OpenApi): CallDraft => ({
  parameters: {},
  json: isJson(operation)
    ? JSON.stringify(exampleOf(operation.body!.schema, document), null, 2)
    : '',
  fields: Object.fromEntries(
    formFields(operation, document)
      .filter(({ isFile, preset }) => !isFile && preset !== undefined)
      .map(({ name, preset }) => [name, String(preset as string | number | boolean)]),
  ),
  files: {},
});

export interface FormField {
  readonly name: string;
  readonly isFile: boolean;
  readonly multiple: boolean;
  readonly required: boolean;
  readonly preset: unknown;
  readonly description: string;
}

/** The fields of a multipart body. */
export function formFields({ body }: Operation, document: OpenApi): FormField[] {
  if (body?.type !== 'multipart/form-data') return [];
  const { properties = {}, required = [] } = resolve(body.schema, document);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    isFile: property.format === 'binary' || property.items?.format === 'binary',
    multiple: property.items !== undefined,
    required: required.includes(name),
    preset: property.default,
    description: property.description ?? '',
  }));
}

const pathOf = (operation: Operation, draft: CallDraft): string =>
  operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(draft.parameters[name] ?? ''),
  ) + queryOf(operation, draft);

/** What has been filled in of the query, from the question mark on. */
function queryOf({ parameters }: Operation, draft: CallDraft): string {
  const query = new URLSearchParams(
    parameters
      .filter((one) => one.in === 'query' && draft.parameters[one.name])
      .map(({ name }) => [name, draft.parameters[name]!]),
  ).toString();
  return query && `?${query}`;
}

/** The call. @throws Error when something is missing or is not JSON */
export function optionsOf(
  operation: Operation,
  draft: CallDraft,
): { path: string; options: RequestOptions } {
  const missing = operation.parameters.find(
    ({ name, required }) => required && !draft.parameters[name],
  );
  if (missing) throw new Error(`${missing.name} is needed.`);
  const base = { method: operation.method, anyStatus: true };
  const path = pathOf(operation, draft);
  if (isJson(operation)) return { path, options: { ...base, json: parse(draft.json) } };
  if (!operation.body)
    return {
      path,
      options:
        operation.method === 'DELETE'
          ? { ...base, headers: { 'content-type': 'application/json' } }
          : base,
    };
  const form = new FormData();
  for (const [name, value] of Object.entries(draft.fields))
    if (value !== '') form.append(name, value);
  for (const [name, files] of Object.entries(draft.files))
    for (const file of files) form.append(name, file, file.name);
  return { path, options: { ...base, form } };
}

function parse(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Error(`The body is not JSON: ${(thrown as Error).message}`, { cause: thrown });
  }
}

/** The call as a snippet; what is missing stays as a placeholder. */
export function sampleOf(operation: Operation, draft: CallDraft): Sample {
  const { method, path } = operation;
  const filled = path.replaceAll(
    /\{([^}]+)\}/g,
    (whole, name: string) => draft.parameters[name] || whole,
  );
  const sample = { method, path: filled + queryOf(operation, draft) };
  if (isJson(operation)) {
    try {
      return { ...sample, json: parse(draft.json) as Record<string, unknown> };
    } catch {
      return sample;
    }
  }
  if (!operation.body) return sample;
  const files = Object.entries(draft.files).map(([name, list]) => [
    name,
    `@${list[0]?.name ?? 'recording.wav'}`,
  ]);
  return {
    ...sample,
    form: { ...draft.fields, ...(Object.fromEntries(files) as Record<string, string>) },
  };
}
