import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock, type Lease } from '../storage/lock.ts';
import { stored } from '../storage/storage-error.ts';
import { publish, sweep, sync } from '../storage/write-file.ts';
import { timestamp, writeMetadata, type Metadata, type ReferenceFacts } from './metadata.ts';
import type { StagedReference } from './stage-reference.ts';
import { overQuota, referenceNotFound, voiceNotFound } from './voice-error.ts';
import {
  factsOf,
  listReferences,
  migrateLegacy,
  nextNumber,
  readVoice,
  referencesOf,
  type VoiceFolder,
} from './voice-folder.ts';
import { isReferenceName, isSafeId, referenceName } from './voice-id.ts';

export interface VoiceStoreOptions {
  readonly directory: string;
  readonly maxVoices: number;
  readonly maxReferences: number;
}

export interface StoredVoice {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly references: readonly string[];
}

/** A folder that should be a voice and cannot be read. */
export interface VoiceProblem {
  readonly id: string;
  readonly reason: string;
}

export interface StoredReference {
  readonly path: string;
  readonly facts: ReferenceFacts;
}

/**
 * The voices of a directory that several processes share. Every change is made under the voice's lock, beside what is
 * there, and becomes visible by one rename or link; a process may be killed at any instant.
 */
export function createVoiceStore({ directory, maxVoices, maxReferences }: VoiceStoreOptions) {
  const folderOf = (id: string): string => join(directory, id);
  const lockOf = (id: string): string => join(directory, `.${id}.lock`);
  let swept: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await mkdir(directory, { recursive: true });
    await (swept ??= sweep(directory));
  };

  const read = async (id: string): Promise<VoiceFolder> => {
    if (!isSafeId(id)) throw voiceNotFound(id);
    try {
      const voice = await readVoice(folderOf(id));
      if (voice.references.length > 0) return voice;
    } catch (error) {
      throw isMissing(error) ? voiceNotFound(id) : error;
    }
    await withLock(lockOf(id), () => migrateLegacy(folderOf(id)));
    return readVoice(folderOf(id));
  };

  /** Changes a voice under its lock. The folder is read anew, so that no other process's change is lost. */
  const change = async <T>(
    id: string,
    work: (voice: VoiceFolder, lease: Lease) => Promise<T>,
  ): Promise<T> => {
    await read(id);
    return withLock(lockOf(id), async (lease) => {
      const voice = await readVoice(folderOf(id)).catch((error: unknown) => {
        throw isMissing(error) ? voiceNotFound(id) : error;
      });
      return work(voice, lease);
    });
  };

  const list = async (): Promise<{ voices: StoredVoice[]; problems: VoiceProblem[] }> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    const ids = entries
      .filter((entry) => entry.isDirectory() && isSafeId(entry.name))
      .map(({ name }) => name)
      .sort();
    const voices: StoredVoice[] = [];
    const problems: VoiceProblem[] = [];
    for (const id of ids) {
      try {
        voices.push(summary(id, await read(id)));
      } catch (error) {
        // A folder without metadata is somebody else's; one with broken metadata is reported.
        if (await stat(join(folderOf(id), 'metadata.json')).catch(() => null))
          problems.push({ id, reason: (error as Error).message });
      }
    }
    return { voices, problems };
  };

  const create = async (name: string, staged: readonly StagedReference[]): Promise<StoredVoice> => {
    await prepare();
    const { voices } = await list();
    if (voices.length >= maxVoices)
      throw overQuota(`there are ${maxVoices} voices, no more are allowed`);
    const id = randomUUID();
    const temporary = join(directory, `.${id}.tmp-new`);
    try {
      await mkdir(referencesOf(temporary), { recursive: true, mode: 0o755 });
      const references = await place(temporary, 1, staged);
      await writeMetadata(temporary, {
        voice_id: id,
        name,
        created_at: timestamp(),
        duration_seconds: total(references),
        next_reference: staged.length + 1,
        references,
      });
      await rename(temporary, folderOf(id));
      await sync(directory);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    return summary(id, await read(id));
  };

  const addReferences = (id: string, staged: readonly StagedReference[]): Promise<StoredVoice> =>
    change(id, async (voice, lease) => {
      if (voice.references.length + staged.length > maxReferences)
        throw overQuota(`a voice may have ${maxReferences} recordings`);
      const first = nextNumber(voice);
      const known = await factsOf(voice);
      // The numbers are spent before the files appear: a crash in between wastes them, and never uses one twice.
      await lease.assertHeld();
      await writeMetadata(voice.folder, {
        ...voice.metadata,
        next_reference: first + staged.length,
      });
      const added = await place(voice.folder, first, staged);
      const references = [...known, ...added];
      const metadata: Metadata = {
        ...voice.metadata,
        next_reference: first + staged.length,
        references,
        duration_seconds: total(references),
      };
      await lease.assertHeld();
      await writeMetadata(voice.folder, metadata);
      return summary(id, { ...voice, metadata, references: await listReferences(voice.folder) });
    });

  const renameVoice = (id: string, name: string): Promise<StoredVoice> =>
    change(id, async (voice, lease) => {
      const metadata = { ...voice.metadata, name };
      await lease.assertHeld();
      await writeMetadata(voice.folder, metadata);
      return summary(id, { ...voice, metadata });
    });

  /** Takes a voice away in one step, then deletes its files. @returns what it had, so that copies can be forgotten. */
  const remove = (id: string): Promise<StoredVoice> =>
    change(id, async (voice, lease) => {
      const gone = join(directory, `.${id}.tmp-deleted-${randomUUID()}`);
      await lease.assertHeld();
      await rename(voice.folder, gone);
      await sync(directory);
      await rm(gone, { recursive: true, force: true });
      // A speech backend that shares this volume keeps its copies flat beside the voices.
      for (const name of voice.references)
        await rm(join(directory, `${id}_${name}`), { force: true });
      return summary(id, voice);
    });

  const reference = async (id: string, name: string): Promise<StoredReference> => {
    const voice = await read(id);
    if (!isReferenceName(name) || !voice.references.includes(name)) throw referenceNotFound(name);
    const facts = (await factsOf({ ...voice, references: [name] }))[0]!;
    return { path: join(referencesOf(voice.folder), name), facts };
  };

  return {
    list: () => stored(list),
    get: (id: string): Promise<{ voice: StoredVoice; files: ReferenceFacts[] }> =>
      stored(async () => {
        const voice = await read(id);
        return { voice: summary(id, voice), files: await factsOf(voice) };
      }),
    create: (name: string, staged: readonly StagedReference[]) =>
      stored(() => create(name, staged)),
    addReferences: (id: string, staged: readonly StagedReference[]) =>
      stored(() => addReferences(id, staged)),
    rename: (id: string, name: string) => stored(() => renameVoice(id, name)),
    remove: (id: string) => stored(() => remove(id)),
    reference: (id: string, name: string) => stored(() => reference(id, name)),
    /** The recording a voice is cloned from: its first. @throws {ApiError} 404 */
    firstReference: (id: string): Promise<StoredReference> =>
      stored(async () => {
        const { references } = await read(id);
        if (references.length === 0) throw voiceNotFound(id);
        return reference(id, references[0]!);
      }),
    /** A name on this volume for an upload in progress. */
    stagingPath: (): Promise<string> =>
      stored(async () => {
        await prepare();
        return join(directory, `.upload.tmp-${randomUUID()}`);
      }),
  };
}

export type VoiceStore = ReturnType<typeof createVoiceStore>;

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));

const summary = (id: string, { metadata, references }: VoiceFolder): StoredVoice => ({
  id,
  name: metadata.name,
  createdAt: metadata.created_at,
  references,
});

const total = (references: readonly ReferenceFacts[]): number =>
  references.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0);

/** Gives staged files their numbers, from `first` on. A number that is taken after all is passed over. */
async function place(
  folder: string,
  first: number,
  staged: readonly StagedReference[],
): Promise<ReferenceFacts[]> {
  const target = referencesOf(folder);
  await mkdir(target, { recursive: true });
  const placed: ReferenceFacts[] = [];
  let number = first;
  for (const { path, facts } of staged) {
    while (!(await publish(path, join(target, referenceName(number))))) number++;
    placed.push({ name: referenceName(number++), ...facts, added_at: timestamp() });
  }
  await sync(target);
  return placed;
}
