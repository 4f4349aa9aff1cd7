/** Bytes arriving in pieces, with look-ahead. Keeps no more than was asked for plus one piece of the source. */
export class ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  #held: Uint8Array = new Uint8Array(0);
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(source: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  /** Set once the source itself failed or was aborted, as opposed to its bytes being bad. */
  get failure(): { readonly reason: unknown } | undefined {
    return this.#failure;
  }

  /** The next `count` bytes without taking them; fewer only where the source ends. */
  async peek(count: number): Promise<Uint8Array> {
    const parts = [this.#held];
    let size = this.#held.length;
    while (size < count) {
      const part = await this.#pull();
      if (!part) break;
      parts.push(part);
      size += part.length;
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts, size);
    return this.#held.subarray(0, count);
  }

  /** Leaves out `count` bytes, or all that are left. */
  async skip(count: number): Promise<void> {
    let left = count;
    while (left > this.#held.length) {
      left -= this.#held.length;
      const part = await this.#pull();
      this.#held = part ?? new Uint8Array(0);
      if (!part) return;
    }
    this.#held = this.#held.subarray(left);
  }

  /** The next `count` bytes; fewer only where the source ends. */
  async take(count: number): Promise<Uint8Array> {
    const taken = await this.peek(count);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** All remaining bytes in pieces of at most `size`. */
  async *pieces(size: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      while (this.#held.length > 0) {
        const piece = this.#held.subarray(0, size);
        this.#held = this.#held.subarray(piece.length);
        yield piece;
      }
      const part = await this.#pull();
      if (!part) return;
      this.#held = part;
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const closing = this.#iterator.return?.().catch(() => undefined);
    // A generator answers only after the read it was left in, which may never end.
    if (!this.#failure) await closing;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    if (this.#failure) throw this.#failure.reason;
    if (this.#ended) return undefined;
    try {
      const next = await untilAborted(this.#iterator.next(), this.#signal);
      if (!next.done) return next.value;
    } catch (reason) {
      this.#failure = { reason };
      throw reason;
    }
    this.#ended = true;
    return undefined;
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
