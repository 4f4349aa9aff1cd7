import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FormItem } from '../../lib/http/form.ts';

type Values = Readonly<Record<string, unknown>>;

/** The one file of a form and its fields. */
export interface Upload {
  /** To be read once. Checks the rest of the form when it has been read. */
  readonly file: AsyncIterable<Uint8Array>;
  /** The fields known so far; all of them when the file has been read. */
  readonly values: () => Values;
}

/**
 * Gives the file as a stream as soon as `enough` is known, which is how forms are usually sent; else the file waits in
 * a temporary file until the form has ended.
 */
export async function readUpload(
  items: AsyncGenerator<FormItem>,
  enough: (known: Values) => boolean,
): Promise<Upload> {
  let known: Values = {};
  const take = (item: FormItem): void => {
    if (item.kind === 'field') known = { ...known, [item.name]: item.value };
    if (item.kind === 'end') known = item.values;
  };
  for (let next = await items.next(); !next.done; next = await items.next()) {
    if (next.value.kind !== 'file') take(next.value);
    else if (enough(known))
      return { file: passing(next.value.stream, items, take), values: () => known };
    else {
      const path = join(tmpdir(), `synapse-upload-${randomUUID()}`);
      try {
        await pipeline(next.value.stream, createWriteStream(path, { mode: 0o600 }));
        for await (const item of items) take(item);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return { file: stored(path), values: () => known };
    }
  }
  throw new Error('the form has no file, which its schema requires');
}

async function* passing(
  stream: AsyncIterable<Uint8Array>,
  items: AsyncGenerator<FormItem>,
  take: (item: FormItem) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
    for (let next = await items.next(); !next.done; next = await items.next()) take(next.value);
  } finally {
    await items.return(undefined);
  }
}

async function* stored(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } finally {
    await rm(path, { force: true });
  }
}
