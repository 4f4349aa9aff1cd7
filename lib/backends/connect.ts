import { loadBackends } from '../config/backends.ts';
import type { Env } from '../config/env.ts';
import type { Log } from '../logging/log.ts';
import { createBreakerBoard } from './breaker-board.ts';
import { createBackends, type Backends } from './client.ts';

/** The backends of the configured file, their breakers shown to the other functions. @throws ConfigError */
export function connectBackends(env: Env, log: Log): Backends {
  const board = createBreakerBoard({ directory: env.STATE_DIR, instance: env.INSTANCE_ID });
  const config = loadBackends(env.GATEWAY_CONFIG_PATH, process.env);
  return createBackends(config, {
    log,
    onBreakerChange: (name, state) => board.publish(name, state),
  });
}
