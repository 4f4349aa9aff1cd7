import { Transform, type TransformCallback } from 'node:stream';
import type { ApiError } from '../errors.ts';

/** An event longer than this is passed on in pieces; it bounds what one stream can hold. */
const MAX_HELD = 1024 * 1024;
const PING = Buffer.from(': ping\n\n');

export interface SseRelayOptions {
  /** A comment goes out whenever nothing else has for so many milliseconds; 0: never. */
  readonly pingMs?: number;
  /** Sees a copy of each run of whole events; whatever it learns, the bytes go on unchanged. */
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
  #held: Buffer[] = [];
  #size = 0;
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
    const end = eventsEnd(this.#held.at(-1), chunk);
    if (end === 0 && !this.#within && this.#size + chunk.length < MAX_HELD) {
      this.#held.push(chunk);
      this.#size += chunk.length;
      done();
      return;
    }
    const cut = end || chunk.length;
    this.#held.push(cut === chunk.length ? chunk : chunk.subarray(0, cut));
    this.#release();
    this.#within = end === 0;
    this.#held = cut < chunk.length ? [chunk.subarray(cut)] : [];
    this.#size = chunk.length - cut;
    done();
  }

  override _flush(done: TransformCallback): void {
    if (!this.#failure) this.#watch();
    this.#failure ??= this.#options.verdict?.() ?? null;
    if (this.#failure) {
      if (this.#within) this.push('\n\n');
      this.push(this.#options.report?.(this.#failure) ?? '');
    } else for (const piece of this.#held) this.push(piece);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    done(error);
  }

  #release(): void {
    this.#watch();
    for (const piece of this.#held) this.push(piece);
    this.#timer?.refresh();
  }

  #watch(): void {
    const { watch } = this.#options;
    if (!watch || this.#held.length === 0) return;
    try {
      watch(this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held));
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
