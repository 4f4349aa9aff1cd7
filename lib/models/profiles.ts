import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withLock } from '../storage/lock.ts';
import { stored } from '../storage/storage-error.ts';
import { writeFileDurably } from '../storage/write-file.ts';
import { checkTogether, type ProfileChange, type ProfileValue } from './profile-values.ts';

export type Profile = Readonly<Record<string, ProfileValue>>;

export interface ProfileStoreOptions {
  readonly path: string;
  /** Told the name under which an unreadable file was kept. */
  readonly onCorrupt: (kept: string) => void;
}

interface Entry {
  readonly updated_at?: string;
  readonly values: Profile;
}

/** The file as it is; entries of another shape are kept and not looked at. */
interface Document {
  readonly models: Record<string, unknown>;
  readonly [key: string]: unknown;
}

const RECENT_MS = 100;

/**
 * The profiles of all models, in one file that several processes share. Reads see the writes of others; writes read
 * again under a lock, so none is lost.
 */
export function createProfileStore({ path, onCorrupt }: ProfileStoreOptions) {
  let cache: { readonly version: string; readonly document: Document } | null = null;
  /** When the file was last found to be the one in the cache. */
  let checkedAt = Number.NEGATIVE_INFINITY;
  /** Writes of this process: what was read across one is not kept, as it may be of before. */
  let writes = 0;

  const read = async (locked = false): Promise<Document> => {
    const at = performance.now();
    const began = writes;
    const version = await versionOf(path);
    if (cache?.version === version) {
      checkedAt = at;
      return cache.document;
    }
    const document = version === '' ? { models: {} } : await parse(path);
    if (document === null) {
      // Only who holds the lock may move the file: what another process has mended meanwhile must stay.
      return locked ? setAside(path, onCorrupt) : withLock(`${path}.lock`, () => read(true));
    }
    if (writes === began) {
      cache = { version, document };
      checkedAt = at;
    }
    return document;
  };

  const all = async (): Promise<Map<string, Profile>> => {
    const { models } = await read();
    return new Map(
      Object.entries(models).flatMap(([model, entry]) =>
        isEntry(entry) ? [[model, entry.values] as const] : [],
      ),
    );
  };

  const update = async (
    model: string,
    change: ProfileChange,
    replace: boolean,
  ): Promise<Profile> => {
    await mkdir(dirname(path), { recursive: true });
    return withLock(`${path}.lock`, async (lease) => {
      cache = null;
      const document = await read(true);
      const before = document.models[model];
      const merged = { ...(!replace && isEntry(before) && before.values), ...change };
      const values = Object.fromEntries(
        Object.entries(merged).filter(
          (entry): entry is [string, ProfileValue] => entry[1] !== null,
        ),
      );
      checkTogether(values, change);
      const { [model]: _, ...others } = document.models;
      const entry: Entry = {
        updated_at: new Date().toISOString().replace('Z', '000+00:00'),
        values,
      };
      const models = Object.keys(values).length > 0 ? { ...others, [model]: entry } : others;
      const content = serialize({ ...document, models, version: 1 });
      await writeFileDurably(path, content, lease.assertHeld);
      cache = null;
      writes++;
      return values;
    });
  };

  return {
    all: () => stored(all),
    /** Empty when the model has none. */
    get: (model: string): Promise<Profile> => stored(async () => profileOf(await read(), model)),
    /** For each of many requests: as it was a tenth of a second ago at most, without a look at the file. */
    recent: async (model: string): Promise<Profile> =>
      cache && performance.now() - checkedAt < RECENT_MS
        ? profileOf(cache.document, model)
        : stored(async () => profileOf(await read(), model)),
    /** Merges a change, or replaces everything. @returns the profile after it. @throws {ProfileValueError} */
    update: (model: string, change: ProfileChange, replace = false) =>
      stored(() => update(model, change, replace)),
  };
}

export type ProfileStore = ReturnType<typeof createProfileStore>;

function profileOf({ models }: Document, model: string): Profile {
  const entry = Object.hasOwn(models, model) && models[model];
  return isEntry(entry) ? entry.values : {};
}

async function versionOf(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return `${ino}:${mtimeMs}:${size}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The file's content; null when it is no profile document, an empty one when it has just gone. */
async function parse(path: string): Promise<Document | null> {
  try {
    const document = JSON.parse(await readFile(path, 'utf8')) as Partial<Document> | null;
    const models = typeof document === 'object' ? document?.models : null;
    return typeof models === 'object' && models !== null ? (document as Document) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { models: {} };
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** An unreadable file is kept under another name, never overwritten. */
async function setAside(path: string, onCorrupt: (kept: string) => void): Promise<Document> {
  const kept = `${path}.corrupt-${Date.now()}`;
  await rename(path, kept);
  onCorrupt(kept);
  return { models: {} };
}

function isEntry(entry: unknown): entry is Entry {
  const values = (entry as Partial<Entry> | null)?.values;
  return (
    typeof values === 'object' &&
    values !== null &&
    Object.values(values).every(
      (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
    )
  );
}

/** Sorted keys, two spaces, ASCII: the form the file has always had. */
function serialize(document: unknown): string {
  const sorted = (_key: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const ascii = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(document, sorted, 2).replace(/[^\u0020-\u007e\n]/g, ascii);
}
