import { Agent, request } from 'undici';
import type { BackendConfig } from '../config/backends.ts';
import type { BreakerBoard } from './breaker-board.ts';
import type { BreakerState } from './breaker.ts';
import type { Backends } from './client.ts';

export interface ProbeResult {
  readonly status: 'healthy' | 'unhealthy' | 'unreachable';
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

/**
 * Asks every backend's health path at once. Uses connections of its own, so that a busy pool cannot starve it; neither
 * asks nor tells the breakers. Keys are in the order of the backends file.
 */
export async function probeAll(
  backends: Backends,
  { seconds = 5, board }: ProbeOptions = {},
): Promise<Record<string, ProbeResult>> {
  const agent = new Agent({ connect: { timeout: seconds * 1000 }, keepAliveTimeout: 1 });
  const signal = AbortSignal.timeout(seconds * 1000);
  const names = [...backends.config.backends.keys()];
  const [shared, results] = await Promise.all([
    board?.read() ?? Promise.resolve<Record<string, BreakerState>>({}),
    Promise.all(
      [...backends.config.backends.values()].map((config) => probe(config, agent, signal)),
    ),
  ]);
  void agent.destroy();
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      { ...results[index]!, breaker: shared[name] ?? backends.get(name).breakerState() },
    ]),
  );
}

type Probed = Omit<ProbeResult, 'breaker'>;

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
