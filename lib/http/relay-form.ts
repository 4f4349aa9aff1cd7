import { randomBytes } from 'node:crypto';
import type { FormField, FormItem } from './form.ts';
import type { FilePart } from './multipart.ts';

/** A multipart request on its way to a backend: nothing of it is held but what has not been sent yet. */
export interface RelayedForm {
  readonly contentType: string;
  readonly body: () => AsyncIterable<Uint8Array>;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The text fields a backend gets, from the validated values of the form. Called with the fields that came before the
 * first file (of the result only those names are used), and again with all values when the form has ended.
 */
export type BackendFields = (
  values: Values,
) => Readonly<Record<string, string | readonly string[]>>;

export interface RelayOptions {
  readonly fields: BackendFields;
  /** File name for a part the client did not name. */
  readonly filename: (part: string) => string;
}

/**
 * Passes a form on to a backend while it is still arriving. Resolves at the first file, when everything before it has
 * been found valid; a fault found later fails the body, and with it the backend call, with the same error the client
 * gets. Fields known by then go first; the others, and defaults, follow the files.
 */
export async function relayForm(
  items: AsyncGenerator<FormItem>,
  options: RelayOptions,
): Promise<RelayedForm> {
  const early: FormField[] = [];
  let first: IteratorResult<FormItem> = await items.next();
  while (!first.done && first.value.kind === 'field') {
    early.push(first.value);
    first = await items.next();
  }
  const boundary = `synapse-${randomBytes(12).toString('hex')}`;
  const head = first;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: () => encode(boundary, early, head, items, options),
  };
}

async function* encode(
  boundary: string,
  early: readonly FormField[],
  head: IteratorResult<FormItem>,
  items: AsyncGenerator<FormItem>,
  options: RelayOptions,
): AsyncGenerator<Uint8Array> {
  const sent = new Set<string>();
  const fields = function* (
    values: Values,
    among: (name: string) => boolean,
  ): Generator<Uint8Array> {
    for (const [name, value] of Object.entries(options.fields(values))) {
      if (sent.has(name) || !among(name)) continue;
      sent.add(name);
      for (const one of typeof value === 'string' ? [value] : value)
        yield Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${one}\r\n`,
        );
    }
  };
  const known = Object.fromEntries(early.map((field) => [field.name, field.value]));
  yield* fields(known, (name) => name in known);
  for (let item = head; !item.done; item = await items.next()) {
    if (item.value.kind === 'file') yield* file(boundary, item.value, options);
    else if (item.value.kind === 'end') yield* fields(item.value.values, () => true);
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

async function* file(
  boundary: string,
  part: FilePart,
  options: RelayOptions,
): AsyncGenerator<Uint8Array> {
  const name = quote(part.filename || options.filename(part.name));
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType : 'audio/wav';
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${part.name}"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
  );
  for await (const chunk of part.stream) yield chunk as Uint8Array;
  yield Buffer.from('\r\n');
}

/** As browsers escape a file name in a form. */
const quote = (name: string): string =>
  name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));
