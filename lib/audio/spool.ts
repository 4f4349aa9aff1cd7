import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudioError } from './audio-error.ts';
import type { ByteReader } from './byte-reader.ts';

/** The largest file that is spooled. */
const MAX_BYTES = 2 ** 30;
const PIECE = 2 ** 20;

/** A whole file on disk. It has no name any more, so that nothing is left behind whatever happens. */
export interface Spooled {
  readonly fd: number;
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Writes all bytes to a nameless temporary file. @throws {AudioError} `too_large` above 1 GiB. */
export async function spool(bytes: ByteReader): Promise<Spooled> {
  const path = join(tmpdir(), `synapse-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  let size = 0;
  try {
    await unlink(path);
    for await (const piece of bytes.pieces(PIECE)) {
      if (size + piece.length > MAX_BYTES)
        throw new AudioError('too_large', 'an mp4 file may have at most 1 GiB');
      await file.write(piece, 0, piece.length, size);
      size += piece.length;
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    fd: file.fd,
    size,
    read: async (start, end) => {
      const { buffer, bytesRead } = await file.read(
        new Uint8Array(end - start),
        0,
        end - start,
        start,
      );
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}
