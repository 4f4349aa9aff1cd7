const LF = 10;
const CR = 13;

/** Finds where server-sent events end, which is behind a blank line, however the stream is cut into pieces. */
export class EventEnds {
  /** The last two bytes of the pieces before. */
  #before = 0;
  #last = 0;

  /** Offset behind the first event that ends in `piece`; 0 when none does. */
  first(piece: Buffer): number {
    for (let i = 0; i < piece.length; i++) if (this.#isEnd(piece, i)) return i + 1;
    return 0;
  }

  /** Offset behind the last event that ends in `piece`; 0 when none does. */
  last(piece: Buffer): number {
    for (let i = piece.length - 1; i >= 0; i--) if (this.#isEnd(piece, i)) return i + 1;
    return 0;
  }

  /** The next piece comes behind this one. */
  passed(piece: Buffer): void {
    if (piece.length === 0) return;
    [this.#before, this.#last] = [this.#at(piece, piece.length - 2), piece.at(-1)!];
  }

  #isEnd(piece: Buffer, index: number): boolean {
    const byte = piece[index];
    if (byte !== LF && byte !== CR) return false;
    const previous = this.#at(piece, index - 1);
    if (previous === byte) return true;
    return byte === LF && previous === CR && this.#at(piece, index - 2) === LF;
  }

  #at(piece: Buffer, index: number): number {
    if (index >= 0) return piece[index]!;
    return index === -1 ? this.#last : this.#before;
  }
}
