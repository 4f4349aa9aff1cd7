import type { Bus } from '../../lib/bus/bus.ts';
import type { BackendsConfig } from '../../lib/config/backends.ts';
import type { Env } from '../../lib/config/env.ts';
import { redactorOf } from '../../lib/logging/redactor-of.ts';
import { createOverview, type Overview } from '../../lib/overview/overview.ts';
import { table } from '../../lib/routes/table.ts';

/** The requests of all functions, as the bus tells them; what is asked of the dashboard itself is not what Synapse is for. */
export function watchRequests(config: BackendsConfig, env: Env, bus: Bus): Overview {
  const functions = Object.keys(table).filter((name) => name !== 'dashboard');
  const requests = createOverview({
    functions,
    listed: (name) => name !== 'health' && functions.includes(name),
    backends: [...config.backends.keys()],
    backendOf: (route, fallback) => config.routes.get(route) ?? fallback,
    redact: redactorOf(env),
  });
  bus.subscribe('request', requests.add);
  return requests;
}
