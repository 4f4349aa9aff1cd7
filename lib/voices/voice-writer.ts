import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock, type Lease } from '../storage/lock.ts';
import { publish, sync } from '../storage/write-file.ts';
import { timestamp, writeMetadata, type Metadata, type ReferenceFacts } from './metadata.ts';
import { removeReference } from './remove-reference.ts';
import type { StagedReference } from './stage-reference.ts';
import { overQuota } from './voice-error.ts';
import {
  factsOf,
  listReferences,
  nextNumber,
  readVoice,
  referencesOf,
  type VoiceFolder,
} from './voice-folder.ts';
import { referenceName } from './voice-id.ts';
import { summaryOf, voiceFault, type StoredVoice, type VoiceReader } from './voice-reader.ts';

export interface Quotas {
  readonly maxVoices: number;
  readonly maxReferences: number;
}

/** Changes voices: each under its lock, beside what is there, visible by one rename or link. */
export function createVoiceWriter(
  directory: string,
  reader: VoiceReader,
  { maxVoices, maxReferences }: Quotas,
) {
  const change = <T>(
    id: string,
    work: (voice: VoiceFolder, lease: Lease) => Promise<T>,
  ): Promise<T> => changeVoice(reader, id, work);

  const checkCount = (recordings: number): void => {
    if (recordings > maxReferences) throw overQuota(`a voice may have ${maxReferences} recordings`);
  };

  const create = async (name: string, staged: readonly StagedReference[]): Promise<StoredVoice> => {
    checkCount(staged.length);
    const id = randomUUID();
    const temporary = join(directory, `.${id}.tmp-new`);
    try {
      await mkdir(referencesOf(temporary), { recursive: true, mode: 0o755 });
      const references: ReferenceFacts[] = [];
      await place(temporary, 1, staged, references);
      await writeMetadata(temporary, {
        voice_id: id,
        name,
        created_at: timestamp(),
        duration_seconds: total(references),
        next_reference: staged.length + 1,
        references,
      });
      // Counted under a lock of all, or two that come together could both be the last.
      await withLock(join(directory, '.create.lock'), async (lease) => {
        const { voices } = await reader.list();
        if (voices.length >= maxVoices)
          throw overQuota(`there are ${maxVoices} voices, no more are allowed`);
        await lease.assertHeld();
        await rename(temporary, reader.folderOf(id));
      });
      await sync(directory);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    return summaryOf(id, await reader.read(id));
  };

  const addReferences = (id: string, staged: readonly StagedReference[]): Promise<StoredVoice> =>
    change(id, async (voice, lease) => {
      checkCount(voice.references.length + staged.length);
      const first = nextNumber(voice);
      const known = await factsOf(voice);
      const spent = { ...voice.metadata, next_reference: first + staged.length };
      // The numbers are spent before the files appear: a crash in between wastes them, and never uses one twice.
      await writeMetadata(voice.folder, spent, lease.assertHeld);
      const added: ReferenceFacts[] = [];
      try {
        await place(voice.folder, first, staged, added);
        const references = [...known, ...added];
        const metadata: Metadata = { ...spent, references, duration_seconds: total(references) };
        await writeMetadata(voice.folder, metadata, lease.assertHeld);
        return summaryOf(id, {
          ...voice,
          metadata,
          references: await listReferences(voice.folder),
        });
      } catch (error) {
        for (const { name } of added)
          await rm(join(referencesOf(voice.folder), name), { force: true });
        throw error;
      }
    });

  const renameVoice = (id: string, name: string): Promise<StoredVoice> =>
    change(id, async (voice, lease) => {
      const metadata = { ...voice.metadata, name };
      await writeMetadata(voice.folder, metadata, lease.assertHeld);
      return summaryOf(id, { ...voice, metadata });
    });

  const takeReference = (id: string, name: string): Promise<StoredVoice> =>
    change(id, async (voice, lease) =>
      summaryOf(id, await removeReference(directory, id, voice, name, lease)),
    );

  return { create, addReferences, removeReference: takeReference, rename: renameVoice };
}

const total = (references: readonly ReferenceFacts[]): number =>
  references.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0);

/** The folder is read anew under the lock, so that no other process's change is lost. */
async function changeVoice<T>(
  reader: VoiceReader,
  id: string,
  work: (voice: VoiceFolder, lease: Lease) => Promise<T>,
): Promise<T> {
  await reader.read(id);
  return withLock(reader.lockOf(id), async (lease) => {
    const voice = await readVoice(reader.folderOf(id)).catch((error: unknown) => {
      throw voiceFault(id, error);
    });
    return work(voice, lease);
  });
}

/**
 * Gives staged files their numbers, from `first` on, and adds each to `placed` as it gets one, so that the caller can
 * take back what is there when a later one fails. A number that is taken after all is passed over.
 */
async function place(
  folder: string,
  first: number,
  staged: readonly StagedReference[],
  placed: ReferenceFacts[],
): Promise<void> {
  const target = referencesOf(folder);
  await mkdir(target, { recursive: true });
  let number = first;
  for (const { path, facts } of staged) {
    while (!(await publish(path, join(target, referenceName(number))))) number++;
    placed.push({ name: referenceName(number++), ...facts, added_at: timestamp() });
  }
  await sync(target);
}
