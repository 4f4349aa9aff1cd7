import { readVint } from './ebml.ts';

const XIPH = 1;
const FIXED = 2;
/** Bytes of time and flags in front. */
const HEAD = 3;

/** The packets of a block, which starts here with its time; several share one when it is laced (RFC 9559, 10.3). */
export function unlace(block: Uint8Array): readonly Uint8Array[] {
  const lacing = (block[2]! >> 1) & 3;
  if (block.length <= HEAD) return [];
  if (lacing === 0) return [block.subarray(HEAD)];
  const count = (block[HEAD] ?? 0) + 1;
  if (lacing === FIXED) {
    const size = (block.length - HEAD - 1) / count;
    return split(block, HEAD + 1, Array<number>(count - 1).fill(Math.floor(size)));
  }
  const [sizes, at] = lacing === XIPH ? xiphSizes(block, count) : ebmlSizes(block, count);
  return split(block, at, sizes);
}

/** Each size is the sum of bytes up to one below 255. The last is what is left. */
function xiphSizes(block: Uint8Array, count: number): [number[], number] {
  const sizes: number[] = [];
  let at = HEAD + 1;
  for (let size = 0; sizes.length < count - 1 && at < block.length; at++) {
    size += block[at]!;
    if (block[at] === 255) continue;
    sizes.push(size);
    size = 0;
  }
  return [sizes, at];
}

/** The first size as it is, the others as a difference to the one before. */
function ebmlSizes(block: Uint8Array, count: number): [number[], number] {
  const sizes: number[] = [];
  let at = HEAD + 1;
  while (sizes.length < count - 1) {
    const next = readVint(block, at);
    if (!next) break;
    const before = sizes.at(-1);
    const value = next.value ?? 0;
    sizes.push(before === undefined ? value : before + value - (2 ** (7 * next.bytes - 1) - 1));
    at += next.bytes;
  }
  return [sizes, at];
}

function split(block: Uint8Array, start: number, sizes: readonly number[]): Uint8Array[] {
  let at = start;
  const packets = sizes.map((size) => block.subarray(at, (at += Math.max(0, size))));
  return [...packets, block.subarray(at)].filter((packet) => packet.length > 0);
}
