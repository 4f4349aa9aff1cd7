import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { publish } from '../storage/write-file.ts';
import { isReferenceName, referenceName, referenceNumber } from './voice-id.ts';
import { readMetadata, type Metadata, type ReferenceFacts } from './metadata.ts';
import { inspectWav } from './stage-reference.ts';

/** What is on the disk of one voice. */
export interface VoiceFolder {
  readonly folder: string;
  readonly metadata: Metadata;
  /** Names of the recordings, sorted. */
  readonly references: readonly string[];
}

export const referencesOf = (folder: string): string => join(folder, 'references');

/** Reads a voice. @throws Error when it has no readable metadata. */
export async function readVoice(folder: string): Promise<VoiceFolder> {
  const metadata = await readMetadata(folder);
  return { folder, metadata, references: await listReferences(folder) };
}

export async function listReferences(folder: string): Promise<string[]> {
  const names = await readdir(referencesOf(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => isReferenceName(name)).sort();
}

/** A single `reference.wav`, as the first libraries had it, becomes the first recording. */
export async function migrateLegacy(folder: string): Promise<void> {
  const legacy = join(folder, 'reference.wav');
  if (!(await stat(legacy).catch(() => null))) return;
  if ((await listReferences(folder)).length > 0) return;
  await mkdir(referencesOf(folder), { recursive: true });
  if (await publish(legacy, join(referencesOf(folder), referenceName(1)))) await rm(legacy);
}

/** The number the next recording gets: never one that was in use before. */
export const nextNumber = ({ metadata, references }: VoiceFolder): number =>
  Math.max(
    metadata.next_reference ?? 1,
    ...references.map((name) => referenceNumber(name) + 1),
    ...metadata.references.map(({ name }) => referenceNumber(name) + 1),
  );

/** Facts of all recordings; those the metadata does not have yet are worked out from the files. */
export async function factsOf({
  folder,
  metadata,
  references,
}: VoiceFolder): Promise<ReferenceFacts[]> {
  const known = new Map(metadata.references.map((facts) => [facts.name, facts]));
  return Promise.all(
    references.map(
      async (name) => known.get(name) ?? measure(join(referencesOf(folder), name), name),
    ),
  );
}

/** What was measured of files without recorded facts, so that a library of before is not hashed at every request. */
const measured = new Map<string, ReferenceFacts>();
const MOST_MEASURED = 1000;

async function measure(path: string, name: string): Promise<ReferenceFacts> {
  const { size, mtimeMs, ino } = await stat(path);
  const key = `${path}:${ino}:${mtimeMs}:${size}`;
  const known = measured.get(key);
  if (known) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const wav = await inspectWav(path, size).catch(() => ({
    duration_seconds: 0,
    sample_rate: 0,
    channels: 0,
  }));
  const facts = { name, bytes: size, sha256: hash.digest('hex'), ...wav };
  if (measured.size >= MOST_MEASURED) measured.clear();
  measured.set(key, facts);
  return facts;
}
