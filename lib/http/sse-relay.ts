import { Transform, type TransformCallback } from 'node:stream';
import type { ApiError } from '../errors.ts';
import { EventEnds } from '../streams/event-ends.ts';
import { createHoldings } from '../streams/holdings.ts';

/** An event longer than this is passed on in pieces and not read; it bounds what one stream can hold. */
const MAX_HELD = 1024 * 1024;
const PING = Buffer.from(': ping\n\n');

export interface SseRelayOptions {
  /** A comment goes out whenever nothing else has for so many milliseconds; 0: never. */
  readonly pingMs?: number;
  /** Sees each run of whole events; whatever it learns, the bytes go on unchanged. Not an event that is too long to hold. */
  readonly watch?: (events: Buffer) => void;
  /** Asked at a clean end: what is wrong with the stream as it was seen, if anything. */
  readonly verdict?: () => ApiError | null;
  /** A failure in the language of the stream. */
  readonly report?: (error: ApiError) => string;
}

/**
 * Relays server-sent events byte for byte, but only up to the end of the last whole event, so that a stream that
 * breaks never leaves half an event in front of the error event that reports it, and a comment never lands inside one.
 * What came before a failure is delivered; nothing after its report says that the stream is complete.
 */
export class SseRelay extends Transform {
  readonly #options: SseRelayOptions;
  readonly #timer: NodeJS.Timeout | null;
  readonly #held = createHoldings();
  readonly #ends = new EventEnds();
  /** The start of the event that is coming has been passed on. */
  #within = false;
  #failure: ApiError | null = null;

  constructor(options: SseRelayOptions = {}) {
    super();
    this.#options = options;
    this.#timer = options.pingMs ? setTimeout(() => this.#ping(), options.pingMs) : null;
  }

  /** Why the stream ended too early, once it has. */
  get failure(): ApiError | null {
    return this.#failure;
  }

  /** The source broke: what it sent is passed on, then the report. */
  breakOff(error: ApiError): void {
    this.#failure ??= error;
    this.end();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const begin = this.#within ? this.#passOn(chunk, this.#ends.first(chunk)) : 0;
    const last = this.#ends.last(chunk);
    this.#ends.passed(chunk);
    if (last > begin) this.#release(this.#held.with(chunk.subarray(begin, last)));
    if (!this.#within && last < chunk.length) this.#keep(chunk.subarray(Math.max(begin, last)));
    done();
  }

  override _flush(done: TransformCallback): void {
    const rest = this.#held.take();
    if (!this.#failure) this.#watch(rest);
    this.#failure ??= this.#options.verdict?.() ?? null;
    if (this.#failure) {
      if (this.#within) this.push('\n\n');
      this.push(this.#options.report?.(this.#failure) ?? '');
    } else this.push(rest);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    done(error);
  }

  /** Goes on with an event whose start has been passed on. @returns where it ends in `chunk`. */
  #passOn(chunk: Buffer, end: number): number {
    this.#within = end === 0;
    this.push(end === 0 ? chunk : chunk.subarray(0, end));
    this.#timer?.refresh();
    return end || chunk.length;
  }

  #keep(start: Buffer): void {
    this.#held.add(start);
    if (this.#held.size() < MAX_HELD) return;
    this.#within = true;
    this.push(this.#held.take());
    this.#timer?.refresh();
  }

  #release(events: Buffer): void {
    this.#watch(events);
    this.push(events);
    this.#timer?.refresh();
  }

  #watch(events: Buffer): void {
    if (events.length === 0) return;
    try {
      this.#options.watch?.(events);
    } catch {
      // Whoever watches learns less; the stream goes on.
    }
  }

  #ping(): void {
    if (this.writableFinished || this.destroyed) return;
    // A reader that lags behind needs no sign of life.
    if (!this.#within && this.readableLength === 0) this.push(PING);
    this.#timer!.refresh();
  }
}
