import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodePages } from './decode-pages.ts';

/** Decodes FLAC, bare or in Ogg. */
export const decodeFlac = (bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> =>
  decodePages(new FLACDecoder(), bytes);
