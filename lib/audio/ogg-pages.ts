import type { ByteReader } from './byte-reader.ts';

/** Bytes of a page in front of its segment table (RFC 3533, 6). */
const HEAD = 27;
const MAX_HEAD = HEAD + 255;
const LAST_PAGE = 4;

/**
 * The pages of an Ogg file, one by one; what lies between pages is passed over. Of a page cut short the whole packets
 * are kept, as decoders would make up sound for the missing ones.
 */
export async function* oggPages(bytes: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const head = await bytes.peek(MAX_HEAD);
    const start = Buffer.from(head.buffer, head.byteOffset, head.length).indexOf('OggS');
    if (start !== 0) {
      if (start < 0 && head.length < MAX_HEAD) return;
      await bytes.skip(start < 0 ? head.length - 3 : start);
      continue;
    }
    const dataAt = HEAD + (head[HEAD - 1] ?? 0);
    if (head.length < dataAt) return;
    const segments = head.slice(HEAD, dataAt);
    const size = segments.reduce((sum, segment) => sum + segment, dataAt);
    const page = await bytes.take(size);
    if (page.length === size) yield page;
    else yield shortened(page, segments);
  }
}

function shortened(page: Uint8Array, segments: Uint8Array): Uint8Array {
  const dataAt = HEAD + segments.length;
  let [kept, keptBytes, bytes] = [0, 0, 0];
  for (const [index, segment] of segments.entries()) {
    bytes += segment;
    if (dataAt + bytes > page.length) break;
    if (segment < 255) [kept, keptBytes] = [index + 1, bytes];
  }
  const head = Uint8Array.from(page.subarray(0, HEAD));
  head[5]! &= ~LAST_PAGE;
  head[HEAD - 1] = kept;
  const data = page.subarray(dataAt, dataAt + keptBytes);
  return Buffer.concat([head, segments.subarray(0, kept), data]);
}
