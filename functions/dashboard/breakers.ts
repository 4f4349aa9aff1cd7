import type { BackendsConfig } from '../../lib/config/backends.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { BreakerOrders } from './breaker-orders.ts';

/** `POST /dashboard/api/breakers/{backend}`: every function hears of it, those that start later too. */
export const breakers =
  (config: BackendsConfig, orders: BreakerOrders): Handler<typeof dashboard.breakers> =>
  ({ params: { backend }, body: { state }, log, address }) => {
    if (!config.backends.has(backend))
      throw new ApiError(404, 'backend_not_found', 'there is no backend of this name');
    orders.give(backend, state);
    log.warn({ backend, state, address }, `the breaker of ${backend} is set to ${state} by hand`);
    return json({ backend, state });
  };
