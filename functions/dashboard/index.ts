import { fileURLToPath } from 'node:url';
import { loadBackends } from '../../lib/config/backends.ts';
import { staticFiles } from '../../lib/http/static-files.ts';
import { dashboard } from '../../lib/routes/dashboard.ts';
import { createDoor } from '../../lib/session/door.ts';
import { start } from '../../lib/start.ts';
import { assets } from './assets.ts';
import { backendRoutes } from './backend-routes.ts';
import { createBreakerOrders } from './breaker-orders.ts';
import { breakers } from './breakers.ts';
import { docs } from './docs.ts';
import { createGuard } from './guard.ts';
import { login } from './login.ts';
import { loginForm } from './login-form.ts';
import { logout } from './logout.ts';
import { openapi } from './openapi.ts';
import { overview } from './overview.ts';
import { requests } from './requests.ts';
import { session } from './session.ts';
import { status } from './status.ts';
import { terminal } from './terminal.ts';
import { watchRequests } from './watch-requests.ts';
import { openFeed } from './open-feed.ts';

start('dashboard', dashboard, (env, log, _running, bus) => {
  const config = loadBackends(env.GATEWAY_CONFIG_PATH, process.env);
  const files = staticFiles(fileURLToPath(new URL('./public', import.meta.url)));
  const door = createDoor(env);
  if (door?.isGuessable)
    log.warn(
      {},
      'SYNAPSE_DASHBOARD_ACCESS_TOKEN is no long random text: many wrong guesses keep out everybody for a minute; take openssl rand -base64 32',
    );
  const { feed, close } = openFeed(env, bus);
  const orders = createBreakerOrders(bus);
  const seen = watchRequests(config, env, bus);
  const page = status(files, config, env.INSTANCE_ID);
  return {
    guard: createGuard(door, env.PROXY_HOPS),
    handlers: {
      status: page,
      root: page,
      ui: page,
      assets: assets(files),
      login: login(door, files),
      loginForm: loginForm(door, files),
      logout: logout(door),
      session: session(door, env, bus),
      overview: overview({ env, bus, feed, requests: seen, orders }),
      requests: requests(seen),
      breakers: breakers(config, orders),
      terminal: terminal(feed, door, env.REQUEST_LIMIT_SECONDS ?? 0),
      docs: docs(files),
      openapi: openapi(),
      backendRoutes: backendRoutes(config),
    },
    stopping: close,
  };
});
