import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../storage/write-file.ts';

const Reference = z.object({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  duration_seconds: z.number(),
  sample_rate: z.number(),
  channels: z.number(),
  added_at: z.string().optional(),
});

/** Facts of one recording. */
export type ReferenceFacts = z.infer<typeof Reference>;

const Metadata = z.looseObject({
  voice_id: z.string(),
  name: z.string(),
  created_at: z.string(),
  duration_seconds: z.number().default(0),
  /** Missing in libraries of before; then worked out from the files. */
  next_reference: z.number().int().min(1).optional(),
  references: z.array(Reference).default([]),
});

/** `metadata.json` of a voice. Keys we do not know are kept. */
export type Metadata = z.infer<typeof Metadata>;

/** @throws Error when the file is missing, no JSON, or not of this shape. */
export async function readMetadata(folder: string): Promise<Metadata> {
  return Metadata.parse(JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8')));
}

export const writeMetadata = (
  folder: string,
  metadata: Metadata,
  beforeCommit?: () => Promise<void>,
): Promise<void> =>
  writeFileDurably(
    join(folder, 'metadata.json'),
    `${JSON.stringify(metadata, null, 2)}\n`,
    beforeCommit,
  );

/** UTC with microseconds and an offset, as the files have always held it. */
export const timestamp = (date = new Date()): string =>
  date.toISOString().replace('Z', '000+00:00');
