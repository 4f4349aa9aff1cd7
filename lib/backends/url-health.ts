import { LONGEST_MS, type Outcome } from './breaker.ts';

const THRESHOLD = 3;
const FIRST_MS = 10_000;
const MOST_MS = 120_000;

/** What is known of one url of a backend, from the calls it gets; nothing is sent only to find out. */
export class UrlHealth {
  inFlight = 0;
  #failures = 0;
  #ejections = 0;
  #outUntil = 0;
  #probing = false;

  /** Three failures in a row, or a `Retry-After`, and it gets no calls for a while; then one, to find out. */
  available(now: number): boolean {
    return this.#outUntil <= now && !this.#probing;
  }

  /** When it may be tried again, by `performance.now()`. */
  get outUntil(): number {
    return this.#outUntil;
  }

  begin(): void {
    this.inFlight++;
    this.#probing = this.#outUntil > 0;
  }

  /** A call begun here is over. @returns whether it gets no more calls because of it. */
  end(outcome: Outcome, retryAfterMs = 0): boolean {
    this.inFlight--;
    const probed = this.#probing;
    this.#probing = false;
    if (outcome === 'success') {
      this.#failures = this.#ejections = this.#outUntil = 0;
      return false;
    }
    if (outcome === 'failure') this.#failures++;
    const failed = outcome === 'failure' && (probed || this.#failures >= THRESHOLD);
    if (!failed && retryAfterMs <= 0) return false;
    const ms = failed ? Math.min(MOST_MS, FIRST_MS * 2 ** this.#ejections++) : 0;
    const until = performance.now() + Math.max(ms, Math.min(retryAfterMs, LONGEST_MS));
    this.#outUntil = Math.max(this.#outUntil, until);
    return true;
  }
}
