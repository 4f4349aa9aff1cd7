import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeWavStream } from './decode-wav.ts';
import { decodeWithFfmpeg } from './ffmpeg.ts';
import { WavError } from './wav.ts';

/** Decodes WAV; telephone and other packed encodings inside it are left to ffmpeg. */
export async function* decodeRiff(bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> {
  try {
    yield* decodeWavStream(bytes);
  } catch (error) {
    if (!(error instanceof WavError)) throw error;
    yield* decodeWithFfmpeg('wav', bytes, error.message);
  }
}
