import type { Readable } from 'node:stream';
import type { BackendConfig, BackendsConfig } from '../config/backends.ts';
import { ApiError } from '../errors.ts';
import type { Reading } from '../metrics/reading.ts';
import { reasonOf } from './attempt.ts';
import { createBreaker, type Breaker, type BreakerState } from './breaker.ts';
import { codeOf, isUnreached } from './connection-fault.ts';
import { callWithFailover, type Failover } from './failover.ts';
import { hedged } from './hedge.ts';
import { outcomeOfError, whenOver } from './outcome.ts';
import { createTargets, type Target } from './pools.ts';
import { retryAfterMs } from './retry-after.ts';
import { createRetryBudget } from './retry-budget.ts';
import { targetReadings } from './target-readings.ts';
import { limitTotal } from './total-limit.ts';
import type { Weighed } from './weigh-failure.ts';

/** A factory is called once per try; what it makes is only begun when there is a connection. */
export type BackendBody = string | Uint8Array | (() => AsyncIterable<Uint8Array>);

export interface BackendRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind the backend's base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BackendBody;
  readonly signal?: AbortSignal;
  /** In place of the backend's own limits. */
  readonly headersSeconds?: number;
  readonly idleSeconds?: number;
  /** May be sent to a second url while the first is slow, where the backend's `hedge_ms` says so. */
  readonly hedge?: boolean;
}

/** An answer is a value, whatever its status; only "never reached", "too late" and "broke" are thrown. */
export interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Fails with an `ApiError` when the backend breaks off or falls silent. */
  readonly body: Readable;
  /** It was tried again on the way here, so its client need not. */
  readonly retried?: boolean;
}

export interface Backend {
  readonly name: string;
  readonly config: BackendConfig;
  /** @throws {ApiError} 503 unreachable or breaker open, 504 silent, 502 broken, 499 the caller's signal. */
  readonly send: (request: BackendRequest) => Promise<BackendAnswer>;
  readonly breakerState: () => BreakerState;
}

export interface Backends {
  /** @throws {ApiError} 503 naming a backend that is not configured. */
  readonly get: (name: string) => Backend;
  /** The backend that serves a path of the route table: the file's, else the fallback. */
  readonly forRoute: (path: string, fallback: string) => Backend;
  readonly has: (name: string) => boolean;
  /** An operator opens or closes a breaker in this process, or leaves it to itself again; unknown names do nothing. */
  readonly override: (name: string, state: 'open' | 'closed' | null) => void;
  readonly config: BackendsConfig;
  /** Breakers and urls of all backends. */
  readonly readings: () => Reading[];
  readonly close: () => Promise<void>;
}

export interface BackendsOptions {
  readonly log: {
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  /** `openMs`: how long an open breaker refuses calls. */
  readonly onBreakerChange?: (name: string, state: BreakerState, openMs: number) => void;
  /** One of several urls, counted from 1, is left out until then (epoch milliseconds), or no longer (null). */
  readonly onUrlChange?: (name: string, url: number, outUntil: number | null) => void;
  /** A call has been answered to the end. */
  readonly onAnswer?: (name: string) => void;
}

type OwnBackend = Backend & Pick<Breaker, 'override'> & { readonly readings: () => Reading[] };

export function createBackends(config: BackendsConfig, options: BackendsOptions): Backends {
  const targets: Target[] = [];
  const backends = new Map<string, OwnBackend>();
  for (const [name, backend] of config.backends) {
    const own = createTargets(backend);
    targets.push(...own);
    backends.set(name, createBackend(backend, own, options));
  }
  const get = (name: string): Backend => {
    const backend = backends.get(name);
    if (backend) return backend;
    throw new ApiError(503, 'backend_not_configured', `the backend ${name} is not configured`);
  };
  return {
    get,
    forRoute: (path, fallback) => get(config.routes.get(path) ?? fallback),
    has: (name) => backends.has(name),
    override: (name, state) => backends.get(name)?.override(state),
    config,
    readings: () => [...backends.values()].flatMap((backend) => backend.readings()),
    close: async () => {
      await Promise.all(targets.flatMap(({ pool, fresh }) => [pool.destroy(), fresh.destroy()]));
    },
  };
}

function createBackend(
  config: BackendConfig,
  targets: readonly Target[],
  { log, onBreakerChange, onUrlChange, onAnswer }: BackendsOptions,
): OwnBackend {
  const { name } = config;
  const breaker = createBreaker(name, (state, openMs) => {
    log.warn({ backend: name, breaker: state }, `the breaker of ${name} is ${state}`);
    onBreakerChange?.(name, state, openMs);
  });
  const budget = createRetryBudget();
  let turn = 0;
  const failover: Failover = {
    config,
    targets,
    budget,
    turn: () => turn++,
    onUrl: (target, outMs) => {
      const url = targets.indexOf(target) + 1;
      if (outMs === null) log.info({ backend: name, url }, `url ${url} of ${name} answers again`);
      else
        log.warn({ backend: name, url }, `url ${url} of ${name} fails and is left out for a while`);
      onUrlChange?.(name, url, outMs && Date.now() + Math.round(outMs));
    },
  };
  const call = (request: BackendRequest, signal: AbortSignal): Promise<Weighed> => {
    const hedgeMs = Number(config.options['hedge_ms'] ?? 0);
    if (!request.hedge || hedgeMs <= 0 || targets.length === 1)
      return callWithFailover(failover, request, signal);
    const tried = new Set<Target>();
    const again = (): boolean => tried.size < targets.length && budget.take();
    return hedged((own) => callWithFailover(failover, request, own, tried), hedgeMs, again, signal);
  };
  const send = async (request: BackendRequest): Promise<BackendAnswer> => {
    const pass = breaker.enter();
    const limit = limitTotal(config, request.signal);
    const signal = limit?.signal ?? request.signal ?? new AbortController().signal;
    budget.deposit();
    try {
      const answer = await call(request, signal);
      pass.answering();
      whenOver(answer, (outcome) => {
        limit?.clear();
        pass.settle(outcome, answer.outcome && retryAfterMs(answer));
        if (outcome === 'success') onAnswer?.(name);
      });
      return answer;
    } catch (error) {
      limit?.clear();
      const thrown = signal.aborted ? reasonOf(signal) : error;
      if (isUnreached((thrown as ApiError).cause))
        log.warn(
          { backend: name, code: codeOf((thrown as ApiError).cause) },
          `${name} cannot be reached`,
        );
      pass.settle(outcomeOfError(thrown));
      throw thrown;
    }
  };
  return {
    name,
    config,
    send,
    breakerState: breaker.state,
    override: breaker.override,
    readings: () => targetReadings(name, breaker.state(), targets),
  };
}
