import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { durationOf, type Pcm } from '../../lib/audio/pcm.ts';
import { decodeWav, WavError } from '../../lib/audio/wav.ts';
import { ApiError } from '../../lib/errors.ts';

/** Chatterbox's own limit on a reference recording. */
const MAX_SECONDS = 30;

/** Reference recordings as Chatterbox keeps them: flat files; an existing name is kept and counts as uploaded. */
export function createReferences(stateDirectory?: string) {
  // Without a folder of our own they live as long as the process: nobody else may have made the place they are in.
  const directory = stateDirectory
    ? join(stateDirectory, 'references')
    : mkdtempSync(join(tmpdir(), 'synapse-references-'));
  const pathOf = (name: string): string => join(directory, sanitize(name));
  return {
    list: async (): Promise<string[]> =>
      (await readdir(directory).catch(() => [])).filter((name) => !name.startsWith('.')).sort(),

    /** @throws {ApiError} 400 when the file is no WAV of at most 30 s. */
    add: async (name: string, stream: Readable): Promise<string> => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const temporary = join(directory, `.${randomUUID()}`);
      try {
        await pipeline(stream, createWriteStream(temporary, { mode: 0o600 }));
        check(await readFile(temporary), name);
        await link(temporary, pathOf(name)).catch(ignoreExisting);
        return sanitize(name);
      } finally {
        await rm(temporary, { force: true });
      }
    },

    /** @throws {ApiError} 404 */
    read: async (name: string): Promise<Pcm> => {
      try {
        return decodeWav(await readFile(pathOf(name)));
      } catch (cause) {
        throw new ApiError(
          404,
          'reference_not_found',
          `there is no reference recording "${sanitize(name)}"`,
          { cause },
        );
      }
    },

    close: async (): Promise<void> => {
      if (!stateDirectory) await rm(directory, { recursive: true, force: true });
    },

    remove: async (name: string): Promise<void> => rm(pathOf(name), { force: true }),
  };
}

export type References = ReturnType<typeof createReferences>;

/** As Chatterbox cleans names: no folders, nothing hidden, plain characters. */
const sanitize = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[^\w.-]/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 200) || 'reference.wav';

function check(bytes: Uint8Array, name: string): void {
  try {
    if (durationOf(decodeWav(bytes)) <= MAX_SECONDS) return;
  } catch (error) {
    if (error instanceof WavError)
      throw new ApiError(400, 'bad_reference', `${sanitize(name)}: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
  throw new ApiError(
    400,
    'bad_reference',
    `${sanitize(name)}: the recording is longer than ${MAX_SECONDS} s`,
  );
}

function ignoreExisting(error: unknown): void {
  if ((error as { code?: string }).code !== 'EEXIST') throw error;
}
