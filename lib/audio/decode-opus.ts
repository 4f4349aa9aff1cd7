import { OggOpusDecoder } from 'ogg-opus-decoder';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodePages } from './decode-pages.ts';
import { oggPages } from './ogg-pages.ts';

/** Decodes Ogg Opus, always at 48 kHz. */
export const decodeOpus = (bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> =>
  decodePages(new OggOpusDecoder(), oggPages(bytes));
