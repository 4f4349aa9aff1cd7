import { ConsecutiveBreaker } from 'cockatiel';
import { ApiError } from '../errors.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How a call went, as far as its backend is to blame. `neither`: its client left, or nothing can be said. */
export type Outcome = 'success' | 'failure' | 'neither';

/** The right to make one call. */
export interface Pass {
  /** The backend has begun to answer. */
  readonly answering: () => void;
  /** The call is over; only the first word counts. `retryAfterMs`: how long the backend wants to be left alone. */
  readonly settle: (outcome: Outcome, retryAfterMs?: number) => void;
}

export interface Breaker {
  /** @throws {ApiError} 503 `breaker_open` while the backend is known to be down. */
  readonly enter: () => Pass;
  readonly state: () => BreakerState;
  /** An operator's word, which stands until it is taken back with null; then the breaker starts anew. */
  readonly override: (state: 'open' | 'closed' | null) => void;
}

const THRESHOLD = 5;
/** How long an open breaker refuses before it lets one probe through. */
export const COOLDOWN_MS = 30_000;
/** A probe whose answer has gone on for so long has shown enough, though it has not ended. */
const CONVINCED_MS = 5000;
/** A backend that asks for more is asked again all the same. */
export const LONGEST_MS = 300_000;

const IDLE: Pass = { answering: () => {}, settle: () => {} };

/**
 * `onChange` is told how long an open breaker refuses. Opens after five failed calls in a row; after the cooldown exactly one call is let through to find out. A call is
 * over when its answer has ended, so a backend that breaks off in the middle of every answer is failing too; one whose
 * client leaves says nothing, and the next call takes its place as probe.
 */
export function createBreaker(
  name: string,
  onChange: (state: BreakerState, openMs: number) => void,
  cooldownMs = COOLDOWN_MS,
): Breaker {
  let state: BreakerState = 'closed';
  let forced: 'open' | 'closed' | null = null;
  const tally = new ConsecutiveBreaker(THRESHOLD);
  let openUntil = 0;
  /** Counts changes: what was begun before one says nothing after it. */
  let epoch = 0;
  let convincedAt = Infinity;

  const become = (next: BreakerState): void => {
    epoch++;
    tally.success();
    convincedAt = Infinity;
    if (state === next) return;
    state = next;
    if (!forced) onChange(next, next === 'open' ? openUntil - performance.now() : 0);
  };
  const open = (retryAfterMs: number): void => {
    openUntil = performance.now() + Math.max(cooldownMs, Math.min(retryAfterMs, LONGEST_MS));
    become('open');
  };
  const settle = (outcome: Outcome, retryAfterMs: number): void => {
    if (state === 'half-open') {
      if (outcome === 'success') become('closed');
      else open(outcome === 'neither' ? -Infinity : retryAfterMs);
      if (outcome === 'neither') openUntil = 0;
    } else if (outcome === 'success') tally.success();
    else if (outcome === 'failure' && tally.failure()) open(retryAfterMs);
  };
  const pass = (): Pass => {
    const born = epoch;
    let settled = false;
    return {
      answering: () => {
        if (born === epoch && state === 'half-open') convincedAt = performance.now() + CONVINCED_MS;
      },
      settle: (outcome, retryAfterMs = 0) => {
        if (settled || born !== epoch || state === 'open') return;
        settled = true;
        settle(outcome, retryAfterMs);
      },
    };
  };
  const refuse = (ms: number, why: string): never => {
    throw new ApiError(503, 'breaker_open', `the backend ${name} ${why}`, {
      headers: {
        'retry-after': String(Math.max(1, Math.ceil(ms / 1000))),
        'x-synapse-breaker': 'open',
      },
    });
  };
  return {
    state: () => forced ?? state,
    override: (next) => {
      if (forced === next) return;
      forced = next;
      become('closed');
      onChange(forced ?? 'closed', 0);
    },
    enter: () => {
      if (forced === 'closed') return IDLE;
      if (forced === 'open') return refuse(cooldownMs, 'has been taken out of use');
      const now = performance.now();
      if (state === 'half-open' && now >= convincedAt) become('closed');
      if (state === 'closed') return pass();
      const left = openUntil - now;
      if (state === 'half-open' || left > 0)
        return refuse(left, 'is failing and not called for now');
      become('half-open');
      return pass();
    },
  };
}
