import { ApiError } from '../errors.ts';
import {
  frameBytes,
  parseWavHeader,
  WavError,
  wavHeader,
  type WavFormat,
  type WavHeader,
} from '../audio/wav.ts';

const HEADER_LIMIT = 64 * 1024;

const broken = (reason: string, cause?: unknown): ApiError =>
  new ApiError(502, 'backend_bad_answer', `TTS backend error: ${reason}`, { cause });

/**
 * Several WAV files, one after the other, as one WAV stream: one header, lengths left open, then the samples of each.
 * @throws {ApiError} 502 when a file is not WAV or its sample layout differs from the first one's.
 */
export async function* joinWavs(
  files: AsyncIterable<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Buffer> {
  let format: WavFormat | null = null;
  for await (const file of files) {
    for await (const item of samples(file)) {
      if (Buffer.isBuffer(item)) yield item;
      else if (format === null) {
        format = item.format;
        yield wavHeader(format);
      } else if (!sameLayout(format, item.format))
        throw broken('the sample layout changed between sentences');
    }
  }
}

/** The header of a WAV file, then its sample bytes; chunks behind the samples are left out. */
async function* samples(file: AsyncIterable<Uint8Array>): AsyncGenerator<WavHeader | Buffer> {
  let head = Buffer.alloc(0);
  let left: number | null = null;
  for await (const chunk of file) {
    if (left !== null) {
      const take = chunk.length > left ? chunk.subarray(0, left) : chunk;
      left -= take.length;
      if (take.length > 0) yield Buffer.from(take.buffer, take.byteOffset, take.length);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const header = read(head);
    if (!header) continue;
    yield header;
    left = header.dataBytes;
    const rest = head.subarray(header.dataOffset, Math.min(head.length, header.dataOffset + left));
    left -= rest.length;
    if (rest.length > 0) yield rest;
  }
  if (left === null) throw broken('the audio ended before it began');
}

function read(head: Buffer): WavHeader | null {
  try {
    const header = parseWavHeader(head);
    if (!header && head.length > HEADER_LIMIT)
      throw broken('the audio has no samples in its first 64 KiB');
    if (header && header.format.encoding !== 'pcm') throw broken('the audio is not PCM');
    return header;
  } catch (error) {
    if (error instanceof WavError)
      throw broken(`the answer is not WAV audio (${error.message})`, error);
    throw error;
  }
}

const sameLayout = (a: WavFormat, b: WavFormat): boolean =>
  a.sampleRate === b.sampleRate &&
  frameBytes(a) === frameBytes(b) &&
  a.bitsPerSample === b.bitsPerSample;
