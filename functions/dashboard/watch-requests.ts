import type { Bus } from '../../lib/bus/bus.ts';
import type { BackendsConfig } from '../../lib/config/backends.ts';
import type { Env } from '../../lib/config/env.ts';
import { parsePatterns } from '../../lib/logging/patterns.ts';
import { createRedactor } from '../../lib/logging/redact.ts';
import { createOverview, type Overview } from '../../lib/overview/overview.ts';
import { table } from '../../lib/routes/table.ts';

/** The requests of all functions, as the bus tells them; what is asked of the dashboard itself is not what Synapse is for. */
export function watchRequests(config: BackendsConfig, env: Env, bus: Bus): Overview {
  const requests = createOverview({
    functions: Object.keys(table).filter((name) => name !== 'dashboard'),
    backends: [...config.backends.keys()],
    backendOf: (route, fallback) => config.routes.get(route) ?? fallback,
    redact: createRedactor(parsePatterns(env.TERMINAL_FEED_REDACT_EXTRA_PATTERNS)),
  });
  bus.subscribe('request', requests.add);
  return requests;
}
