import { Readable } from 'node:stream';
import { passes, type Filter } from './filter.ts';
import type { Entry } from './ring.ts';
import { droppedFrame, KEEPALIVE, logFrame } from './sse-frame.ts';

export interface ReaderOptions {
  readonly filter: Filter;
  /** Lines that may wait. */
  readonly queueSize: number;
  readonly keepAliveMs: number;
  readonly onDropped: (count: number) => void;
  readonly onEnd: () => void;
}

/**
 * The stream of one reader. Lines it does not want take no place in its queue; when the queue is full the oldest goes,
 * and the reader is told how many. A sign of life goes out by the clock, whatever else does.
 */
export class Reader extends Readable {
  readonly #options: ReaderOptions;
  readonly #queue: Entry[] = [];
  readonly #beat: NodeJS.Timeout;
  #dropped = 0;
  #wanted = false;
  #ended = false;

  constructor(beginning: string, options: ReaderOptions) {
    super({ highWaterMark: 16 * 1024 });
    this.#options = options;
    this.#wanted = this.push(beginning);
    this.#beat = setInterval(() => {
      if (this.#wanted) this.#wanted = this.push(KEEPALIVE);
    }, options.keepAliveMs);
    this.#beat.unref();
  }

  hear(entry: Entry): void {
    if (this.#ended || this.destroyed || !passes(this.#options.filter, entry.event)) return;
    this.#queue.push(entry);
    if (this.#queue.length > this.#options.queueSize) {
      this.#queue.shift();
      this.#dropped++;
      this.#options.onDropped(1);
    }
    if (this.#wanted) this.#flush();
  }

  /** Ends the stream in good order; its reader may ask another replica. */
  end(): void {
    if (this.#ended || this.destroyed) return;
    this.#ended = true;
    clearInterval(this.#beat);
    this.push(null);
  }

  override _read(): void {
    this.#wanted = true;
    this.#flush();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearInterval(this.#beat);
    this.#options.onEnd();
    callback(error);
  }

  #flush(): void {
    while (this.#wanted && !this.#ended && this.#queue.length > 0) {
      const lost = this.#dropped > 0 ? droppedFrame(this.#dropped, 'slow') : '';
      this.#dropped = 0;
      this.#wanted = this.push(lost + logFrame(this.#queue.shift()!));
    }
  }
}
