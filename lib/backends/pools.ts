import { Pool } from 'undici';
import type { BackendConfig } from '../config/backends.ts';

/** A base URL as undici wants it: an origin with its pool, and the path every request begins with. */
export interface Target {
  readonly pool: Pool;
  readonly prefix: string;
}

/** One pool per origin of a backend; connections are bounded and never shared between requests under way. */
export function createTargets(config: BackendConfig): Target[] {
  const pools = new Map<string, Pool>();
  return config.urls.map((url) => {
    const { origin, pathname } = new URL(url);
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connections: config.connections,
        pipelining: 1,
        connect: { timeout: config.timeouts.connectSeconds * 1000 },
      });
      pools.set(origin, pool);
    }
    return { pool, prefix: pathname === '/' ? '' : pathname };
  });
}
