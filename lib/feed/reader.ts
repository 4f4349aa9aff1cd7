import { Readable } from 'node:stream';
import type { Entry } from './ring.ts';
import { droppedFrame, KEEPALIVE } from './sse-frame.ts';

export interface ReaderOptions {
  /** Lines that may wait. */
  readonly queueSize: number;
  readonly keepAliveMs: number;
  /** Number of the last line of the beginning, or of any before it. */
  readonly after: number;
  readonly onDropped: (count: number) => void;
  readonly onEnd: () => void;
}

/**
 * The stream of one reader. While it reads it is handed what all of its kind are handed; while it does not, its lines wait
 * here, and when there are too many the oldest goes and the reader is told how many. A sign of life goes out by the
 * clock, whatever else does.
 */
export class Reader extends Readable {
  readonly #options: ReaderOptions;
  readonly #queue: Entry[] = [];
  readonly #beat: NodeJS.Timeout;
  #dropped = 0;
  /** Number of the last line that it was given or that waits. */
  #seen: number;
  #wanted = false;
  #ended = false;

  constructor(beginning: string, options: ReaderOptions) {
    super({ highWaterMark: 16 * 1024 });
    this.#options = options;
    this.#seen = options.after;
    this.#wanted = this.push(beginning);
    this.#beat = setInterval(() => {
      if (this.#wanted) this.#wanted = this.push(KEEPALIVE);
    }, options.keepAliveMs);
    this.#beat.unref();
  }

  /** It has read all that it was given, so that the next lines need not wait here. */
  get isFlowing(): boolean {
    return this.#wanted;
  }

  /** A line for a reader that does not read at present. */
  queue(entry: Entry): void {
    if (this.#ended || this.destroyed) return;
    this.#seen = entry.seq;
    this.#queue.push(entry);
    if (this.#queue.length <= this.#options.queueSize) return;
    const { missing } = this.#queue.shift()!;
    this.#dropped += missing || 1;
    if (missing === 0) this.#options.onDropped(1);
  }

  /** Lines for all who want the same; `chunk` is what they look like. Those that this reader has are left out. */
  receive(entries: readonly Entry[], chunk: Buffer): void {
    if (this.#ended || this.destroyed) return;
    const fresh =
      entries[0]!.seq > this.#seen ? entries : entries.filter(({ seq }) => seq > this.#seen);
    if (fresh.length === 0) return;
    if (this.#wanted) {
      this.#seen = fresh.at(-1)!.seq;
      this.#wanted = this.push(fresh === entries ? chunk : chunkOf(fresh));
    } else for (const entry of fresh) this.queue(entry);
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
    if (this.#ended || this.#queue.length === 0) return;
    const waited = this.#queue.splice(0);
    const lost = this.#dropped > 0 ? droppedFrame(this.#dropped, 'slow') : '';
    this.#dropped = 0;
    this.#wanted = this.push(Buffer.concat([Buffer.from(lost), chunkOf(waited)]));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearInterval(this.#beat);
    this.#options.onEnd();
    callback(error);
  }
}

export const chunkOf = (entries: readonly Entry[]): Buffer =>
  Buffer.from(entries.map(({ frame }) => frame).join(''));
