import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stored } from '../storage/storage-error.ts';
import { sweep } from '../storage/write-file.ts';
import type { ReferenceFacts } from './metadata.ts';
import { removeVoice } from './remove-voice.ts';
import type { StagedReference } from './stage-reference.ts';
import { factsOf } from './voice-folder.ts';
import { createVoiceReader, summaryOf, type StoredVoice } from './voice-reader.ts';
import { createVoiceWriter, type Quotas } from './voice-writer.ts';

export interface VoiceStoreOptions extends Quotas {
  readonly directory: string;
}

/**
 * The voices of a directory that several processes share; a process may be killed at any instant. Faults of the volume
 * come out as `ApiError` 503 or 507.
 */
export function createVoiceStore({ directory, ...quotas }: VoiceStoreOptions) {
  const reader = createVoiceReader(directory);
  const writer = createVoiceWriter(directory, reader, quotas);
  let swept: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await mkdir(directory, { recursive: true });
    await (swept ??= sweep(directory));
  };

  return {
    list: () => stored(reader.list),
    get: (id: string): Promise<{ voice: StoredVoice; files: ReferenceFacts[] }> =>
      stored(async () => {
        const voice = await reader.read(id);
        return { voice: summaryOf(id, voice), files: await factsOf(voice) };
      }),
    create: (name: string, staged: readonly StagedReference[]) =>
      stored(() => writer.create(name, staged)),
    addReferences: (id: string, staged: readonly StagedReference[]) =>
      stored(() => writer.addReferences(id, staged)),
    /** Takes one recording away; the last one stays. @throws {ApiError} 404, 409 */
    removeReference: (id: string, name: string) => stored(() => writer.removeReference(id, name)),
    rename: (id: string, name: string) => stored(() => writer.rename(id, name)),
    /** Takes a voice away in one step, then deletes its files. @returns what it had, so that copies can be forgotten. */
    remove: (id: string) => stored(() => removeVoice(directory, reader, id)),
    reference: (id: string, name: string) => stored(() => reader.reference(id, name)),
    /** The recording a voice is cloned from: its first. @throws {ApiError} 404 */
    firstReference: (id: string) => stored(() => reader.firstReference(id)),
    /** A name on this volume for an upload in progress. */
    stagingPath: (): Promise<string> =>
      stored(async () => {
        await prepare();
        return join(directory, `.upload.tmp-${randomUUID()}`);
      }),
  };
}

export type VoiceStore = ReturnType<typeof createVoiceStore>;
