import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FormItem } from '../../lib/http/form.ts';

type Values = Readonly<Record<string, unknown>>;

/** The one file of a form and its fields. */
export interface Upload {
  /** To be read once. */
  readonly file: AsyncIterable<Uint8Array>;
  /** The fields known so far, the needed ones among them. */
  readonly values: () => Values;
  /** All fields, from what is left of the form; the file may have been left half read. */
  readonly rest: () => Promise<Values>;
  /** Lets go of the form and of the file. */
  readonly close: () => Promise<void>;
}

/**
 * Gives the file while it arrives when the `needed` fields came before it. Else it waits on disk, nameless, until the
 * form has ended: a field that is still to come may be any of them.
 */
export async function readUpload(
  items: AsyncGenerator<FormItem>,
  needed: readonly string[] = [],
): Promise<Upload> {
  let known: Values = {};
  const take = (item: FormItem): void => {
    if (item.kind === 'field') known = { ...known, [item.name]: item.value };
    if (item.kind === 'end') known = item.values;
  };
  const rest = async (): Promise<Values> => {
    for (let next = await items.next(); !next.done; next = await items.next()) take(next.value);
    return known;
  };
  for (let next = await items.next(); !next.done; next = await items.next()) {
    if (next.value.kind !== 'file') {
      take(next.value);
      continue;
    }
    const { stream } = next.value;
    const values = (): Values => known;
    if (needed.every((name) => name in known)) {
      const close = async (): Promise<void> => void (await items.return(undefined));
      return { file: stream.iterator({ destroyOnReturn: false }), values, rest, close };
    }
    const stored = await store(stream);
    try {
      await rest();
    } catch (error) {
      await stored.close();
      throw error;
    }
    return { file: contentOf(stored), values, rest, close: () => stored.close() };
  }
  throw new Error('the form has no file, which its schema requires');
}

/** A file without a name: it is gone when it is closed, or when the process is. */
async function store(stream: Readable): Promise<FileHandle> {
  const path = join(tmpdir(), `synapse-upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    for await (const chunk of stream) await handle.appendFile(chunk as Buffer);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const PIECE = 256 * 1024;

async function* contentOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
