import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodePages } from './decode-pages.ts';
import { oggPages } from './ogg-pages.ts';

/** Bytes a step: a few of them can hold minutes of silence, so that steps are kept small. */
const PIECE = 1024;

/** Decodes bare FLAC. */
export const decodeFlac = (bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> =>
  decodePages(new FLACDecoder(), bytes.pieces(PIECE), fullScale);

/** Decodes FLAC in Ogg. */
export const decodeOggFlac = (bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> =>
  decodePages(new FLACDecoder(), oggPages(bytes), fullScale);

/** The decoder divides by the largest sample; files, and all else here, count from the smallest. */
export function fullScale(decoded: FlacAudio): Decoded {
  const steps = 2 ** ((decoded.bitDepth ?? 16) - 1);
  return {
    sampleRate: decoded.sampleRate,
    channels: decoded.channelData.map((samples) => samples.map((x) => (x * (steps - 1)) / steps)),
  };
}

interface FlacAudio {
  readonly sampleRate: number;
  readonly channelData: Float32Array[];
  readonly bitDepth?: number;
}
