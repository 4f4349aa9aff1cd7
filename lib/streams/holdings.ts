const FIRST_BYTES = 1024;

/**
 * Bytes that wait for more, copied into one buffer: pieces of a byte each would weigh a hundred times as much, and a
 * small rest would keep the large piece it was cut from.
 */
export function createHoldings() {
  let room = Buffer.alloc(0);
  let size = 0;

  const add = (piece: Buffer): void => {
    if (size + piece.length > room.length) {
      const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, 2 * (size + piece.length)));
      room.copy(larger, 0, 0, size);
      room = larger;
    }
    size += piece.copy(room, size);
  };
  const take = (): Buffer => {
    const all = room.subarray(0, size);
    room = Buffer.alloc(0);
    size = 0;
    return all;
  };
  return {
    size: () => size,
    add,
    /** All of it, for as long as nothing is added. */
    peek: (): Buffer => room.subarray(0, size),
    /** All of it; nothing is held any more. */
    take,
    /** All of it with `piece` at its end, which is not copied when nothing is held. */
    with: (piece: Buffer): Buffer => {
      if (size === 0) return piece;
      add(piece);
      return take();
    },
  };
}
