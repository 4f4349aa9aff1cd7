import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../storage/lock.ts';
import { sync } from '../storage/write-file.ts';
import { isUnreadable, voiceNotFound } from './voice-error.ts';
import { listReferences } from './voice-folder.ts';
import { isMissing, type StoredVoice, type VoiceReader } from './voice-reader.ts';

/** Takes a voice out of sight in one step, then deletes its files. @returns what it had. @throws {ApiError} 404 */
export async function removeVoice(
  directory: string,
  reader: VoiceReader,
  id: string,
): Promise<StoredVoice> {
  const folder = reader.folderOf(id);
  const known = await reader.read(id).catch(async (error: unknown) => {
    if (!isUnreadable(error)) throw error;
    // Broken metadata must not keep a voice from being deleted.
    return {
      folder,
      references: await listReferences(folder),
      metadata: { name: '', created_at: '' },
    };
  });
  return withLock(reader.lockOf(id), async (lease) => {
    const gone = join(directory, `.${id}.tmp-deleted-${randomUUID()}`);
    await lease.assertHeld();
    await rename(folder, gone).catch((error: unknown) => {
      throw isMissing(error) ? voiceNotFound(id) : error;
    });
    await sync(directory);
    await rm(gone, { recursive: true, force: true });
    // A speech backend that shares this volume keeps its copies flat beside the voices.
    for (const name of known.references)
      await rm(join(directory, `${id}_${name}`), { force: true });
    return {
      id,
      name: known.metadata.name,
      createdAt: known.metadata.created_at,
      references: known.references,
    };
  });
}
