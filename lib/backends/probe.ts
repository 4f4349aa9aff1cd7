import { Agent, request } from 'undici';
import type { BackendConfig } from '../config/backends.ts';
import type { BreakerBoard } from './breaker-board.ts';
import type { BreakerState } from './breaker.ts';
import type { Backends } from './client.ts';

export interface ProbeResult {
  /** `asleep`: scaled to zero, which is healthy; a request would wake it. */
  readonly status: 'healthy' | 'unhealthy' | 'unreachable' | 'asleep';
  readonly code?: number;
  readonly error?: string;
  readonly latency_ms?: number;
  readonly breaker: BreakerState;
}

export interface ProbeOptions {
  /** Limit of each probe, and so of all. */
  readonly seconds?: number;
  /** Breakers of the other functions. */
  readonly board?: BreakerBoard;
}

/** A backend that is not probed counts as awake for so long after it has answered a call. */
const AWAKE_MS = 60_000;

/**
 * Asks every backend's health path at once, but those that a question would wake: of them it tells what the last calls
 * found. Uses connections of its own, so that a busy pool cannot starve it; neither
 * asks nor tells the breakers. Keys are in the order of the backends file.
 */
export async function probeAll(
  backends: Backends,
  { seconds = 5, board }: ProbeOptions = {},
): Promise<Record<string, ProbeResult>> {
  const agent = new Agent({ connect: { timeout: seconds * 1000 }, keepAliveTimeout: 1 });
  const signal = AbortSignal.timeout(seconds * 1000);
  const names = [...backends.config.backends.keys()];
  const nothing = Promise.resolve({});
  const [shared, answers] = await Promise.all<
    [Promise<Record<string, BreakerState>>, Promise<Record<string, number>>]
  >([board?.read() ?? nothing, board?.answers() ?? nothing]);
  const breakerOf = (name: string): BreakerState =>
    shared[name] ?? backends.get(name).breakerState();
  const results = await Promise.all(
    [...backends.config.backends.values()].map(async (config) =>
      config.scalesToZero
        ? lastFound(breakerOf(config.name), answers[config.name])
        : probe(config, agent, signal),
    ),
  );
  void agent.destroy();
  return Object.fromEntries(
    names.map((name, index) => [name, { ...results[index]!, breaker: breakerOf(name) }]),
  );
}

type Probed = Omit<ProbeResult, 'breaker'>;

function lastFound(breaker: BreakerState, answeredAt = 0): Probed {
  if (breaker !== 'closed') return { status: 'unreachable', error: 'the last calls failed' };
  return { status: Date.now() - answeredAt < AWAKE_MS ? 'healthy' : 'asleep' };
}

async function probe(config: BackendConfig, agent: Agent, signal: AbortSignal): Promise<Probed> {
  const started = performance.now();
  try {
    const code = await statusOf(new URL(config.urls[0]! + config.health), config, agent, signal);
    const latency_ms = Math.round((performance.now() - started) * 10) / 10;
    return code === 200
      ? { status: 'healthy', code, latency_ms }
      : { status: 'unhealthy', code, latency_ms };
  } catch (error) {
    return { status: 'unreachable', error: reasonOf(error, signal) };
  }
}

const MAX_HOPS = 5;

async function statusOf(
  url: URL,
  config: BackendConfig,
  agent: Agent,
  signal: AbortSignal,
): Promise<number> {
  let at = url;
  for (let hop = 0; ; hop++) {
    const { statusCode, headers, body } = await request(at, {
      dispatcher: agent,
      signal,
      headers: { ...config.headers },
    });
    await body.dump().catch(() => {});
    const { location } = headers;
    const redirected =
      statusCode >= 300 && statusCode < 400 && typeof location === 'string' && hop < MAX_HOPS;
    if (!redirected) return statusCode;
    const next = new URL(location, at);
    if (next.origin !== url.origin) return statusCode;
    at = next;
  }
}

/** Says what happened without an address. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection broke';
}
