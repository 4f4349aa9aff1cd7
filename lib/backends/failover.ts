import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { BackendConfig } from '../config/backends.ts';
import { ApiError } from '../errors.ts';
import { attempt, reasonOf, type Try } from './attempt.ts';
import type { Outcome } from './breaker.ts';
import { connectionFault, isHangUp, isUnreached } from './connection-fault.ts';
import { holdStart } from './hold-start.ts';
import { holdWhole, isWhole } from './hold-whole.ts';
import { outcomeOfError, whenOver } from './outcome.ts';
import { chooseTarget, type Target } from './pools.ts';
import { createReplay, type Replay } from './replay.ts';
import { retryAfterMs } from './retry-after.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { BackendRequest } from './client.ts';
import { weighFailure, type Weighed } from './weigh-failure.ts';

/** Pauses before the second and third round over all urls, about 0.5 s and 1 s; only when none was reached. */
const PAUSES = new ExponentialBackoff({ initialDelay: 500, maxDelay: 1000 });
const MOST_PAUSES = 2;
/** A connection that had expired says so at once; what takes longer may have been worked on. */
const EXPIRED_MS = 1000;

export interface Failover {
  readonly config: BackendConfig;
  readonly targets: readonly Target[];
  readonly budget: RetryBudget;
  /** The next url in turn. */
  readonly turn: () => number;
  /** A url is left out for so long, or (null) gets calls like the others again. */
  readonly onUrl: (target: Target, outMs: number | null) => void;
}

/**
 * Makes a call, on another url or once more where that is safe: when no byte of the request was on its way; when a
 * connection that was reused hung up at once; and, until something of an answer has been passed on, when a url fails
 * and there is another. Never with a body that is gone. Every further try but the one after an expired connection is
 * taken from the budget. Urls in `tried` are not used. @throws {ApiError}
 */
export async function callWithFailover(
  failover: Failover,
  request: BackendRequest,
  signal: AbortSignal,
  tried: Set<Target> = new Set(),
): Promise<Weighed & { retried: boolean }> {
  const { config, targets } = failover;
  const turn = failover.turn();
  const tries: Tries = {
    body: createReplay(request.body),
    tried,
    pauses: [],
    fresh: false,
  };
  let retried = false;
  for (;;) {
    const target = chooseTarget(targets, tried, turn) ?? targets[turn % targets.length]!;
    // At once, so that a call made beside this one does not come to the url that keeps it waiting.
    tried.add(target);
    const one = {
      target,
      signal,
      body: tries.body,
      fresh: tries.fresh,
      carried: { reused: false },
    };
    const started = performance.now();
    try {
      const answer = await callOne(failover, request, one);
      if (!isRefusal(answer) || !hasAnother(failover, tries)) return { ...answer, retried };
      answer.body.destroy();
    } catch (error) {
      if (signal.aborted) throw reasonOf(signal);
      if (hasExpired(one, error, started)) {
        tried.delete(target);
        tries.fresh = true;
        continue;
      }
      if (!(await mayGoOn(failover, tries, error, signal)))
        throw finalFault(config.name, error, retried);
    }
    retried = true;
    tries.fresh = false;
  }
}

interface Tries {
  readonly body: Replay;
  readonly tried: Set<Target>;
  /** One for each round over all urls. */
  readonly pauses: IBackoff<unknown>[];
  fresh: boolean;
}

const hasAnother = ({ targets, budget }: Failover, { body, tried }: Tries): boolean =>
  body.possible() && tried.size < targets.length && budget.take();

const hasExpired = ({ carried, fresh, body }: Try, error: unknown, started: number): boolean =>
  carried.reused &&
  !fresh &&
  body.possible() &&
  isHangUp(error) &&
  performance.now() - started < EXPIRED_MS;

/** After a url has failed: another one, or when none was reached, after a pause all of them again. */
async function mayGoOn(
  failover: Failover,
  tries: Tries,
  error: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  const { config, targets, budget } = failover;
  if (tries.tried.size < targets.length)
    return (
      outcomeOfError(connectionFault(config.name, error)) === 'failure' &&
      hasAnother(failover, tries)
    );
  const { pauses } = tries;
  if (!isUnreached(error) || pauses.length === MOST_PAUSES) return false;
  if (!tries.body.possible() || !budget.take()) return false;
  const pause = pauses.at(-1)?.next(null) ?? PAUSES.next();
  pauses.push(pause);
  await sleep(pause.duration, null, { signal });
  tries.tried.clear();
  return true;
}

const REFUSALS = new Set([429, 500, 502, 503, 504]);

const isRefusal = ({ status }: Weighed): boolean => REFUSALS.has(status);

async function callOne(
  { config, targets, onUrl }: Failover,
  request: BackendRequest,
  one: Try,
): Promise<Weighed> {
  if (targets.length === 1) return weighFailure(await attempt(config, request, one));
  const { health } = one.target;
  const endCall = health.begin();
  const end = (outcome: Outcome, pauseMs = 0): void => {
    const change = endCall(outcome, pauseMs);
    if (change) onUrl(one.target, change === 'out' ? health.outUntil - performance.now() : null);
  };
  let answer: Weighed;
  try {
    answer = await weighFailure(await attempt(config, request, one));
  } catch (error) {
    end(one.signal.aborted ? 'neither' : outcomeOfError(connectionFault(config.name, error)));
    throw error;
  }
  const { status } = answer;
  const pauseMs = status === 429 || status === 503 ? retryAfterMs(answer) : 0;
  // A url that fails at everything is left out, though its 500s do not count for the backend; one that loads does not fail.
  const failed = status >= 500 && answer.outcome !== 'success';
  whenOver(answer, (outcome) => end(failed ? 'failure' : pauseMs ? 'neither' : outcome, pauseMs));
  if (failed) return answer;
  if (isWhole(answer)) return one.body.possible() ? holdWhole(answer) : answer;
  return holdStart(answer, config.timeouts.firstByteSeconds !== undefined);
}

/** The client is told not to try again what was tried again here. */
function finalFault(name: string, error: unknown, retried: boolean): ApiError {
  const fault = connectionFault(name, error);
  if (!retried) return fault;
  const headers = { ...fault.options.headers, 'x-should-retry': 'false' };
  return new ApiError(fault.status, fault.code, fault.message, { ...fault.options, headers });
}
