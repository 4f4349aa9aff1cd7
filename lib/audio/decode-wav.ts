import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeFrames, frameBytes, parseWavHeader, type WavHeader } from './wav.ts';

/** Chunks before the samples (artwork, broadcast notes) may take this many bytes. */
const MAX_HEADER = 4 * 2 ** 20;
const PIECE = 65_536;

/** Decodes PCM and float WAV as it arrives. @throws {WavError} for other encodings, before anything is taken. */
export async function* decodeWavStream(
  bytes: ByteReader,
): AsyncGenerator<Decoded, void, undefined> {
  const header = await readHeader(bytes);
  await bytes.skip(header.dataOffset);
  const { format } = header;
  const frame = frameBytes(format);
  let left = header.dataBytes;
  let carry = new Uint8Array(0);
  for await (const piece of bytes.pieces(PIECE)) {
    const data = carry.length > 0 ? Buffer.concat([carry, piece]) : piece;
    const usable = Math.floor(Math.min(data.length, left) / frame) * frame;
    const channels = decodeFrames(format, data.subarray(0, usable));
    carry = Uint8Array.from(data.subarray(usable));
    left -= usable;
    yield { sampleRate: format.sampleRate, channels };
    if (left < frame) return;
  }
}

async function readHeader(bytes: ByteReader): Promise<WavHeader> {
  for (let size = 4096; ; size *= 4) {
    const head = await bytes.peek(size);
    const header = parseWavHeader(head);
    if (header) return header;
    if (head.length < size)
      throw new AudioError('empty', 'the wav file ends before its audio data');
    if (size >= MAX_HEADER) throw new AudioError('bad_audio', 'the wav header is too long');
  }
}
