import { loadBackends } from '../../lib/config/backends.ts';
import { dashboard } from '../../lib/routes/dashboard.ts';
import { start } from '../../lib/start.ts';
import { backendRoutes } from './backend-routes.ts';
import { docs } from './docs.ts';
import { openapi } from './openapi.ts';
import { status } from './status.ts';

start('dashboard', dashboard, (env) => {
  const config = loadBackends(env.GATEWAY_CONFIG_PATH, process.env);
  const page = status(config, env.INSTANCE_ID);
  return {
    handlers: {
      status: page,
      root: page,
      ui: page,
      docs: docs(),
      openapi: openapi(),
      backendRoutes: backendRoutes(config),
    },
  };
});
