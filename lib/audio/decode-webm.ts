import { Input, MATROSKA, ReadableStreamSource, WEBM } from 'mediabunny';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeTrack } from './decode-track.ts';

const PIECE = 65_536;

/** What the demuxer may hold; a cluster, its unit of reading, is seconds long. */
const CACHE_BYTES = 16 * 2 ** 20;

/** Decodes WebM and Matroska while it arrives, cluster by cluster, as browsers record it. */
export async function* decodeWebm(bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> {
  const stream = ReadableStream.from<Uint8Array>(bytes.pieces(PIECE));
  const source = new ReadableStreamSource(stream, {
    maxCacheSize: CACHE_BYTES,
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: [WEBM, MATROSKA] });
  try {
    yield* decodeTrack(input);
  } finally {
    input.dispose();
  }
}
