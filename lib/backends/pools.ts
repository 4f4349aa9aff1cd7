import { Client, Pool } from 'undici';
import type { BackendConfig } from '../config/backends.ts';
import { UrlHealth } from './url-health.ts';

/** A base URL as undici wants it: an origin with its pools, and the path every request begins with. */
export interface Target {
  readonly pool: Pool;
  /** A connection of its own for each request, for those that cannot be sent twice. */
  readonly fresh: Pool;
  readonly prefix: string;
  readonly health: UrlHealth;
}

/** Told, while a request is handed to a connection, whether that connection has served others before. */
export interface Carried {
  reused: boolean;
}

class TellingClient extends Client {
  #used = false;

  constructor(...args: ConstructorParameters<typeof Client>) {
    super(...args);
    const forget = (): void => void (this.#used = false);
    this.on('disconnect', forget).on('connectionError', forget);
  }

  override dispatch(...args: Parameters<Client['dispatch']>): boolean {
    const { carried } = args[0] as { carried?: Carried };
    if (carried) carried.reused = this.#used;
    this.#used = true;
    return super.dispatch(...args);
  }
}

/**
 * A connection is let go of when its answer is over. The request must not say `connection: close`: a backend that
 * answers before it has read an upload would then reset the connection, and its answer could be lost.
 */
const DROPPED = { keepAliveTimeout: 1, keepAliveMaxTimeout: 1 } as const;

/** Two pools per origin of a backend; connections are bounded and never shared between requests under way. */
export function createTargets(config: BackendConfig): Target[] {
  const pools = new Map<string, Pick<Target, 'pool' | 'fresh'>>();
  const connect = { timeout: config.timeouts.connectSeconds * 1000 };
  const { connections } = config;
  return config.urls.map((url) => {
    const { origin, pathname } = new URL(url);
    let pair = pools.get(origin);
    if (!pair) {
      pair = {
        pool: new Pool(origin, {
          connections,
          pipelining: 1,
          connect,
          factory: (at, options) => new TellingClient(at, options),
        }),
        fresh: new Pool(origin, { connections, pipelining: 1, connect, ...DROPPED }),
      };
      pools.set(origin, pair);
    }
    return { ...pair, prefix: pathname === '/' ? '' : pathname, health: new UrlHealth() };
  });
}

/** The available url with the fewest calls under way, of equals the next in turn; none available: the soonest. */
export function chooseTarget(
  targets: readonly Target[],
  tried: ReadonlySet<Target>,
  turn: number,
): Target | null {
  const now = performance.now();
  let best: Target | null = null;
  for (let i = 0; i < targets.length; i++) {
    const target = targets[(turn + i) % targets.length]!;
    if (!tried.has(target) && (best === null || better(target.health, best.health, now)))
      best = target;
  }
  return best;
}

function better(a: UrlHealth, b: UrlHealth, now: number): boolean {
  const [free, taken] = [a.available(now), b.available(now)];
  if (free !== taken) return free;
  return free ? a.inFlight < b.inFlight : a.outUntil < b.outUntil;
}
