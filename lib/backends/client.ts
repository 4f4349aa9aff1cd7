import type { Readable } from 'node:stream';
import type { BackendConfig, BackendsConfig } from '../config/backends.ts';
import { ApiError, clientGone } from '../errors.ts';
import { createBreaker, type BreakerState } from './breaker.ts';
import { connectionFault, isUnreached } from './connection-fault.ts';
import { weighFailure } from './weigh-failure.ts';
import { mapErrors } from '../streams/map-errors.ts';
import { createTargets, type Target } from './pools.ts';
import { withRetry } from './retry.ts';

/** A factory is called once per attempt that has a connection. */
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
}

/** An answer is a value, whatever its status; only "never reached", "too late" and "broke" are thrown. */
export interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Fails with an `ApiError` when the backend breaks off or falls silent. */
  readonly body: Readable;
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
  readonly config: BackendsConfig;
  readonly close: () => Promise<void>;
}

export interface BackendsOptions {
  readonly log: {
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  readonly onBreakerChange?: (name: string, state: BreakerState) => void;
}

export function createBackends(config: BackendsConfig, options: BackendsOptions): Backends {
  const targets: Target[] = [];
  const backends = new Map<string, Backend>();
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
    config,
    close: async () => {
      await Promise.all(targets.map(({ pool }) => pool.destroy()));
    },
  };
}

type Counted = BackendAnswer & { readonly counts: boolean };

const NEVER = new AbortController().signal;

function createBackend(
  config: BackendConfig,
  targets: readonly Target[],
  { log, onBreakerChange }: BackendsOptions,
): Backend {
  const { name } = config;
  const breaker = createBreaker(name, (state) => {
    log.warn({ backend: name, breaker: state }, `the breaker of ${name} is ${state}`);
    onBreakerChange?.(name, state);
  });
  let turn = 0;
  const send = async (request: BackendRequest): Promise<BackendAnswer> => {
    const signal = request.signal ?? NEVER;
    try {
      return await breaker.run(async () => {
        try {
          return await withRetry(
            () => attempt(config, targets[turn++ % targets.length]!, request, signal),
            signal,
          );
        } catch (error) {
          if (!signal.aborted && isUnreached(error))
            log.warn(
              { backend: name, code: (error as { code?: string }).code },
              `${name} cannot be reached`,
            );
          throw signal.aborted ? reasonOf(signal) : connectionFault(name, error);
        }
      });
    } catch (error) {
      throw signal.aborted ? reasonOf(signal) : error;
    }
  };
  return { name, config, send, breakerState: breaker.state };
}

const reasonOf = (signal: AbortSignal): ApiError =>
  signal.reason instanceof ApiError ? signal.reason : clientGone('aborted');

async function attempt(
  config: BackendConfig,
  { pool, prefix }: Target,
  request: BackendRequest,
  signal: AbortSignal,
): Promise<Counted> {
  const { body } = request;
  const {
    statusCode,
    headers,
    body: stream,
  } = await pool.request({
    method: request.method,
    path: prefix + request.path,
    headers: { 'accept-encoding': 'identity', ...config.headers, ...request.headers },
    body: typeof body === 'function' ? (body() as unknown as Readable) : (body ?? null),
    signal,
    headersTimeout: (request.headersSeconds ?? config.timeouts.headersSeconds) * 1000,
    bodyTimeout: (request.idleSeconds ?? config.timeouts.idleSeconds) * 1000,
  });
  // What goes wrong later, in the body, is named as what goes wrong in the call; who has let go of it need not hear it.
  const named = (error: Error): Error =>
    signal.aborted ? reasonOf(signal) : connectionFault(config.name, error);
  const answer = {
    status: statusCode,
    headers,
    body: mapErrors(stream, named).on('error', () => {}),
  };
  if (statusCode < 502 || statusCode > 504) return { ...answer, counts: false };
  return weighFailure(answer);
}
