import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodePages } from './decode-pages.ts';
import { oggPages } from './ogg-pages.ts';

/** Decodes Ogg Vorbis. */
export const decodeVorbis = (bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> =>
  decodePages(new OggVorbisDecoder(), oggPages(bytes));
