import { Transform } from 'node:stream';

/** An event longer than this is passed on in pieces; it bounds what one stream can hold. */
const MAX_HELD = 1024 * 1024;

/**
 * Relays server-sent events byte for byte, but only up to the end of the last whole event, so that a stream that
 * breaks never leaves half an event in front of the error event that reports it.
 */
export function createSseRelay(): Transform {
  let held: Buffer[] = [];
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = eventsEnd(held.at(-1), chunk);
      if (end === 0 && size + chunk.length < MAX_HELD) {
        held.push(chunk);
        size += chunk.length;
        done();
        return;
      }
      const cut = end || chunk.length;
      for (const piece of held) this.push(piece);
      this.push(cut === chunk.length ? chunk : chunk.subarray(0, cut));
      held = cut < chunk.length ? [chunk.subarray(cut)] : [];
      size = chunk.length - cut;
      done();
    },
    flush(done) {
      for (const piece of held) this.push(piece);
      done();
    },
  });
}

const LF = 10;
const CR = 13;

/** Offset behind the last blank line that ends within `chunk`; 0 when there is none. */
function eventsEnd(before: Buffer | undefined, chunk: Buffer): number {
  const at = (index: number): number => {
    if (index >= 0) return chunk[index]!;
    return before?.[before.length + index] ?? 0;
  };
  for (let i = chunk.length - 1; i >= 0; i--) {
    const byte = chunk[i];
    if (byte === LF && (at(i - 1) === LF || (at(i - 1) === CR && at(i - 2) === LF))) return i + 1;
    if (byte === CR && at(i - 1) === CR) return i + 1;
  }
  return 0;
}
