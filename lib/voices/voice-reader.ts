import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '../errors.ts';
import { withLock } from '../storage/lock.ts';
import type { ReferenceFacts } from './metadata.ts';
import { referenceNotFound, voiceNotFound, voiceUnreadable } from './voice-error.ts';
import {
  factsOf,
  migrateLegacy,
  readVoice,
  referencesOf,
  type VoiceFolder,
} from './voice-folder.ts';
import { isReferenceName, isSafeId } from './voice-id.ts';

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

export const summaryOf = (id: string, { metadata, references }: VoiceFolder): StoredVoice => ({
  id,
  name: metadata.name,
  createdAt: metadata.created_at,
  references,
});

export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** What reading a voice failed on, as the answer to it; trouble of the disk itself as it is. */
export function voiceFault(id: string, error: unknown): unknown {
  if (isMissing(error)) return voiceNotFound(id);
  const { code } = error as NodeJS.ErrnoException;
  const damaged = code === undefined || code === 'EISDIR' || code === 'ELOOP';
  return damaged && !(error instanceof ApiError) ? voiceUnreadable(id, error) : error;
}

/** Reads the voices of a directory; takes no lock but to migrate a library of the first kind. */
export function createVoiceReader(directory: string) {
  const folderOf = (id: string): string => join(directory, id);
  const lockOf = (id: string): string => join(directory, `.${id}.lock`);

  /** @throws {ApiError} 404 for an unknown or unsafe id, 503 when the metadata is unreadable. */
  const read = async (id: string): Promise<VoiceFolder> => {
    if (!isSafeId(id)) throw voiceNotFound(id);
    try {
      const voice = await readVoice(folderOf(id));
      if (voice.references.length > 0) return voice;
      await withLock(lockOf(id), () => migrateLegacy(folderOf(id)));
      return await readVoice(folderOf(id));
    } catch (error) {
      throw voiceFault(id, error);
    }
  };

  const list = async (): Promise<{ voices: StoredVoice[]; problems: VoiceProblem[] }> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const ids = entries
      .filter((entry) => entry.isDirectory() && isSafeId(entry.name))
      .map(({ name }) => name);
    const voices: StoredVoice[] = [];
    const problems: VoiceProblem[] = [];
    for (const id of ids.sort()) {
      try {
        voices.push(summaryOf(id, await read(id)));
      } catch (error) {
        // A folder without metadata is somebody else's; one with broken metadata is reported.
        const meant = await stat(join(folderOf(id), 'metadata.json')).catch(() => null);
        if (meant) problems.push({ id, reason: reasonOf(error) });
      }
    }
    return { voices, problems };
  };

  const reference = async (id: string, name: string): Promise<StoredReference> => {
    const voice = await read(id);
    if (!isReferenceName(name) || !voice.references.includes(name)) throw referenceNotFound(name);
    const facts = (await factsOf({ ...voice, references: [name] }))[0]!;
    return { path: join(referencesOf(voice.folder), name), facts };
  };

  const firstReference = async (id: string): Promise<StoredReference> => {
    const { references } = await read(id);
    if (references.length === 0) throw voiceNotFound(id);
    return reference(id, references[0]!);
  };
  return { folderOf, lockOf, read, list, reference, firstReference };
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return (cause instanceof Error ? cause.message : message).slice(0, 200);
};

export type VoiceReader = ReturnType<typeof createVoiceReader>;
