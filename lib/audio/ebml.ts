/** The head of an EBML element (RFC 8794). `size` is `undefined` where a stream left it open. */
export interface EbmlHead {
  readonly id: number;
  readonly size: number | undefined;
  /** Bytes of the head itself. */
  readonly headBytes: number;
}

/** The longest head: an id of 4 and a size of 8 bytes. */
export const EBML_HEAD_BYTES = 12;

/** Reads an element's head; `null` where the bytes are none, or end. */
export function readEbmlHead(bytes: Uint8Array, at = 0): EbmlHead | null {
  const idBytes = vintBytes(bytes[at]);
  if (idBytes > 4 || at + idBytes >= bytes.length) return null;
  const id = bytes.subarray(at, at + idBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const size = readVint(bytes, at + idBytes);
  return size && { id, size: size.value, headBytes: idBytes + size.bytes };
}

/** A number of variable length; `value` is `undefined` for all ones, which says "unknown". */
export function readVint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number | undefined; readonly bytes: number } | null {
  const count = vintBytes(bytes[at]);
  if (count > 8 || at + count > bytes.length) return null;
  const first = bytes[at]! & (0xff >> count);
  const value = bytes.subarray(at + 1, at + count).reduce((sum, byte) => sum * 256 + byte, first);
  return { value: value === 2 ** (7 * count) - 1 ? undefined : value, bytes: count };
}

/** 1 to 8 by the position of the first one bit; 9 for none. */
const vintBytes = (first: number | undefined): number =>
  first === undefined ? 9 : Math.clz32(first) - 24 + 1;

/** The elements inside a complete one. */
export function* ebmlChildren(
  bytes: Uint8Array,
): Generator<{ readonly id: number; readonly data: Uint8Array }> {
  for (let at = 0; at < bytes.length;) {
    const head = readEbmlHead(bytes, at);
    if (head?.size === undefined) return;
    const start = at + head.headBytes;
    yield { id: head.id, data: bytes.subarray(start, start + head.size) };
    at = start + head.size;
  }
}

/** The content of an unsigned integer element. */
export const ebmlNumber = (data: Uint8Array): number =>
  data.reduce((sum, byte) => sum * 256 + byte, 0);
