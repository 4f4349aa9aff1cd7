import type { Bus } from '../bus/bus.ts';
import { obeyBreakerOrders } from '../bus/orders.ts';
import { loadBackends } from '../config/backends.ts';
import type { Env } from '../config/env.ts';
import type { Log } from '../logging/log.ts';
import { createBreakerBoard } from './breaker-board.ts';
import { createBackends, type Backends } from './client.ts';

/**
 * The backends of the configured file; what is learnt of them is shown to the other functions, and what operators order
 * on the bus is obeyed. @throws ConfigError
 */
export function connectBackends(env: Env, log: Log, bus: Bus): Backends {
  const board = createBreakerBoard({ directory: env.STATE_DIR, instance: env.INSTANCE_ID });
  const config = loadBackends(env.GATEWAY_CONFIG_PATH, process.env);
  const backends = createBackends(config, {
    log,
    onBreakerChange: board.publish,
    onUrlChange: (name, url, outUntil) => board.leftOut(name, url, outUntil),
    onAnswer: (name) => {
      if (config.backends.get(name)?.scalesToZero) board.answered(name);
    },
  });
  obeyBreakerOrders(bus, backends);
  return backends;
}
