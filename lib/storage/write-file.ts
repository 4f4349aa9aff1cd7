import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Marks a file that is being written; a reader never looks at one. */
const TEMPORARY = '.tmp-';

/** A name beside a file for something that lasts a moment; `sweep` removes what a killed process leaves there. */
export const temporaryName = (path: string): string =>
  join(dirname(path), `.${basename(path)}${TEMPORARY}${randomUUID()}`);

/** Makes what was written, or the names in a folder, survive a power cut. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file as a whole: whoever reads it sees the old content or the new, whatever happens in between. When it
 * resolves the new one is on the disk. `beforeCommit` runs when only the rename is left, and may still refuse it.
 */
export async function writeFileDurably(
  path: string,
  content: string | Uint8Array,
  beforeCommit?: () => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await beforeCommit?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await sync(dirname(path));
}

/** Gives a finished file its name, unless the name is taken. @returns whether it was free. */
export async function publish(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

const STALE_MS = 24 * 3600 * 1000;

/** Removes what killed writers left in a folder, and in the folders in it, a day ago or longer. Never fails. */
export async function sweep(folder: string, deep = true): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') && entry.name.includes(TEMPORARY)) await removeStale(path);
    else if (deep && entry.isDirectory()) await sweep(path, false);
  }
}

async function removeStale(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  } catch {
    // Another process sweeps as well, or may and we may not.
  }
}
