import type { BackendsConfig } from '../../lib/config/backends.ts';
import { backendRoutes as group } from '../../lib/docs/backend-routes.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import { table } from '../../lib/routes/table.ts';

/** `GET /api/backend-routes` */
export function backendRoutes(config: BackendsConfig): Handler<typeof dashboard.backendRoutes> {
  const answer = json(group(table, [...config.backends.values()], config.routes));
  return () => answer;
}
