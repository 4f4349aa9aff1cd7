import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { frameBytes, parseWavHeader, WavError } from '../audio/wav.ts';
import { ApiError } from '../errors.ts';
import { sync } from '../storage/write-file.ts';
import type { ReferenceFacts } from './metadata.ts';

export interface RecordingLimits {
  readonly maxBytes: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** An upload that is on the disk, under a name nobody looks at, with its facts. */
export interface StagedReference {
  readonly path: string;
  readonly facts: Omit<ReferenceFacts, 'name' | 'added_at'>;
}

/** Said of a file that is no usable recording; the reason is for the client. */
export class UnusableRecording extends Error {
  override readonly name = 'UnusableRecording';
}

const MIN_BYTES = 44;
const TYPES = new Set([
  '',
  'application/octet-stream',
  'audio/wav',
  'audio/wave',
  'audio/x-wav',
  'audio/vnd.wave',
]);

/** Whether name or content type could be a WAV file's. */
export const looksLikeWav = (filename: string, contentType: string): boolean =>
  filename.toLowerCase().endsWith('.wav') || TYPES.has(contentType.toLowerCase());

/**
 * Writes an upload to `path` while it arrives, hashing and counting.
 * @throws {UnusableRecording} for what is no recording of the allowed length, {ApiError} 413 over the size limit.
 */
export async function stageReference(
  stream: Readable,
  path: string,
  filename: string,
  limits: RecordingLimits,
): Promise<StagedReference> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    stream,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > limits.maxBytes) {
          throw new ApiError(
            413,
            'file_too_large',
            `${filename}: the recording is larger than ${limits.maxBytes} bytes`,
            { param: 'files' },
          );
        }
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  );
  await sync(path);
  if (bytes < MIN_BYTES) throw new UnusableRecording(`${bytes} bytes are too short for a WAV file`);
  const wav = await inspectWav(path, bytes);
  if (wav.duration_seconds < limits.minSeconds || wav.duration_seconds > limits.maxSeconds) {
    const length = Math.round(wav.duration_seconds * 10) / 10;
    throw new UnusableRecording(
      `the recording is ${length} s long; ${limits.minSeconds} to ${limits.maxSeconds} s are needed`,
    );
  }
  return { path, facts: { bytes, sha256: hash.digest('hex'), ...wav } };
}

const HEADER_BYTES = 256 * 1024;

/** Length and layout of a WAV file, from its header and its size. @throws {UnusableRecording} */
export async function inspectWav(
  path: string,
  bytes: number,
): Promise<Pick<ReferenceFacts, 'duration_seconds' | 'sample_rate' | 'channels'>> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(bytes, HEADER_BYTES)));
    const header = parseWavHeader(buffer.subarray(0, bytesRead));
    if (!header) throw new UnusableRecording('the WAV file ends before its audio');
    const data = Math.min(header.dataBytes, bytes - header.dataOffset);
    const frames = Math.floor(data / frameBytes(header.format));
    return {
      duration_seconds: frames / header.format.sampleRate,
      sample_rate: header.format.sampleRate,
      channels: header.format.channels,
    };
  } catch (error) {
    if (error instanceof WavError)
      throw new UnusableRecording(`it is no readable WAV file (${error.message})`, {
        cause: error,
      });
    throw error;
  } finally {
    await handle.close();
  }
}
