import { Agent } from 'undici';
import type { BreakerBoard } from './breaker-board.ts';
import type { OutUrls } from './breaker-notices.ts';
import type { BreakerState } from './breaker.ts';
import type { Backends } from './client.ts';
import { probeUrl, type UrlProbed } from './probe-url.ts';

export interface ProbeResult {
  /** `asleep`: scaled to zero, which is healthy; a request would wake it. */
  readonly status: 'healthy' | 'unhealthy' | 'unreachable' | 'asleep';
  readonly code?: number;
  readonly error?: string;
  readonly latency_ms?: number;
  readonly breaker: BreakerState;
  /** Of a backend that has several. */
  readonly urls?: UrlResult[];
}

/** One of several urls: whether it gets calls, and unless that would wake it, what its health path says. */
export interface UrlResult extends Partial<UrlProbed> {
  /** Its place in the backends file, from 1; addresses stay out of answers. */
  readonly url: number;
  readonly state: 'in' | 'out';
  readonly retry_at?: string;
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
 * Asks the health path of every url of every backend at once, but those that a question would wake: of them it tells what
 * the last calls found. A backend is as well as the best of its urls. Uses connections of its own, so that a busy pool cannot starve it; neither
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
  const [shared, answers, out] = await Promise.all<
    [
      Promise<Record<string, BreakerState>>,
      Promise<Record<string, number>>,
      Promise<Record<string, OutUrls>>,
    ]
  >([board?.read() ?? nothing, board?.answers() ?? nothing, board?.out() ?? nothing]);
  const breakerOf = (name: string): BreakerState =>
    shared[name] ?? backends.get(name).breakerState();
  const results = await Promise.all(
    [...backends.config.backends.values()].map(async (config): Promise<Probed> => {
      const { name, urls, scalesToZero } = config;
      const probed = scalesToZero
        ? []
        : await Promise.all(urls.map((url) => probeUrl(url, config, agent, signal)));
      const whole = bestOf(probed) ?? lastFound(breakerOf(name), answers[name]);
      if (urls.length === 1) return whole;
      return { ...whole, urls: urls.map((_, nth) => urlResult(nth + 1, out[name], probed[nth])) };
    }),
  );
  void agent.destroy();
  return Object.fromEntries(
    names.map((name, index) => [name, { ...results[index]!, breaker: breakerOf(name) }]),
  );
}

type Probed = Omit<ProbeResult, 'breaker'>;

const BEST_FIRST = ['healthy', 'unhealthy', 'unreachable'];

const bestOf = (probed: readonly UrlProbed[]): UrlProbed | undefined =>
  probed.toSorted((a, b) => BEST_FIRST.indexOf(a.status) - BEST_FIRST.indexOf(b.status))[0];

function urlResult(url: number, out: OutUrls = {}, probed?: UrlProbed): UrlResult {
  const until = out[url];
  return {
    url,
    ...(until === undefined
      ? { state: 'in' }
      : { state: 'out', retry_at: new Date(until).toISOString() }),
    ...probed,
  };
}

function lastFound(breaker: BreakerState, answeredAt = 0): Probed {
  if (breaker !== 'closed') return { status: 'unreachable', error: 'the last calls failed' };
  return { status: Date.now() - answeredAt < AWAKE_MS ? 'healthy' : 'asleep' };
}
