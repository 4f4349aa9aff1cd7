import { unlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lease } from '../storage/lock.ts';
import { sync } from '../storage/write-file.ts';
import { writeMetadata } from './metadata.ts';
import { lastReference, referenceNotFound } from './voice-error.ts';
import { factsOf, nextNumber, referencesOf, type VoiceFolder } from './voice-folder.ts';

/**
 * Takes one recording from a voice that has others. Its number is spent before the file goes, so that a crash in between
 * never gives it to another recording; one that is gone from the folder is gone, whatever the metadata still says of it.
 *
 * @returns the voice as it is now. @throws {ApiError} 404 for an unknown recording, 409 for the last one.
 */
export async function removeReference(
  library: string,
  id: string,
  voice: VoiceFolder,
  name: string,
  lease: Lease,
): Promise<VoiceFolder> {
  if (!voice.references.includes(name)) throw referenceNotFound(name);
  if (voice.references.length === 1) throw lastReference();
  const references = voice.references.filter((other) => other !== name);
  const left = await factsOf({ ...voice, references });
  const spent = { ...voice.metadata, next_reference: nextNumber(voice) };
  if (spent.next_reference !== voice.metadata.next_reference)
    await writeMetadata(voice.folder, spent, lease.assertHeld);
  await lease.assertHeld();
  await unlink(join(referencesOf(voice.folder), name));
  await sync(referencesOf(voice.folder));
  const duration_seconds = left.reduce((sum, facts) => sum + facts.duration_seconds, 0);
  const metadata = { ...spent, references: left, duration_seconds };
  await writeMetadata(voice.folder, metadata, lease.assertHeld);
  // A speech backend that shares this volume keeps its copies flat beside the voices.
  await rm(join(library, `${id}_${name}`), { force: true });
  return { ...voice, metadata, references };
}
