import { createBreakerBoard } from '../../lib/backends/breaker-board.ts';
import { connectBackends } from '../../lib/backends/connect.ts';
import { health as routes } from '../../lib/routes/health.ts';
import { start } from '../../lib/start.ts';
import { health } from './health.ts';

start('health', routes, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const board = createBreakerBoard({ directory: env.STATE_DIR, instance: env.INSTANCE_ID });
  return {
    handlers: { health: health(backends, board) },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
