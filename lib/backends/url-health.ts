import { LONGEST_MS, type Outcome } from './breaker.ts';

const THRESHOLD = 3;
const FIRST_MS = 10_000;
const MOST_MS = 120_000;
/** Whoever is out and asks for less more than it has already has said nothing new. */
const NEWS_MS = 1000;

/** What the end of a call changes: the url gets no more calls for a while, gets them again, or nothing. */
export type UrlChange = 'out' | 'in' | null;

/** Ends a call; `retryAfterMs`: how long the url wants to be left alone. */
export type EndCall = (outcome: Outcome, retryAfterMs?: number) => UrlChange;

/** What is known of one url of a backend, from the calls it gets; nothing is sent only to find out. */
export class UrlHealth {
  inFlight = 0;
  #failures = 0;
  #ejections = 0;
  #outUntil = 0;
  #probes = 0;
  /** Counts changes: what was begun before one says nothing after it. */
  #epoch = 0;

  /** Three failures in a row, or a `Retry-After`, and it gets no calls for a while; then one, to find out. */
  available(now: number): boolean {
    return this.#outUntil <= now && this.#probes === 0;
  }

  /** When it may be tried again, by `performance.now()`. */
  get outUntil(): number {
    return this.#outUntil;
  }

  /** A call begins here. The many that fail at once are one failure, and none that is older than it takes it back. */
  begin(): EndCall {
    const born = this.#epoch;
    const probe = this.#outUntil > 0;
    this.inFlight++;
    if (probe) this.#probes++;
    return (outcome, retryAfterMs = 0) => {
      this.inFlight--;
      if (probe) this.#probes--;
      const told = born === this.#epoch ? this.#hear(outcome, probe) : null;
      return (retryAfterMs > 0 && this.#leave(Math.min(retryAfterMs, LONGEST_MS))) || told;
    };
  }

  #hear(outcome: Outcome, probe: boolean): UrlChange {
    if (outcome === 'success') {
      this.#failures = this.#ejections = this.#outUntil = 0;
      if (!probe) return null;
      this.#epoch++;
      return 'in';
    }
    if (outcome === 'neither' || (++this.#failures < THRESHOLD && !probe)) return null;
    this.#leave(Math.min(MOST_MS, FIRST_MS * 2 ** this.#ejections++));
    return 'out';
  }

  #leave(ms: number): UrlChange {
    const before = this.#outUntil;
    this.#outUntil = Math.max(before, performance.now() + ms);
    this.#epoch++;
    return this.#outUntil - before >= NEWS_MS ? 'out' : null;
  }
}
