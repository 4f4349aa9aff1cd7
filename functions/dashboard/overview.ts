import type { Bus } from '../../lib/bus/bus.ts';
import type { Env } from '../../lib/config/env.ts';
import type { Feed } from '../../lib/feed/feed.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { Overview } from '../../lib/overview/overview.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { BreakerOrders } from './breaker-orders.ts';

export interface OverviewParts {
  readonly env: Env;
  readonly bus: Bus;
  readonly feed: Feed;
  readonly requests: Overview;
  readonly orders: BreakerOrders;
}

/** `GET /dashboard/api/overview?minutes=60` */
export function overview({
  env,
  bus,
  feed,
  requests,
  orders,
}: OverviewParts): Handler<typeof dashboard.overview> {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  return ({ query }) => {
    const { backends, ...answer } = requests.answer(query.minutes);
    const withOrders = Object.entries(backends).map(([name, facts]) => [
      name,
      { ...facts, override: orders.of(name) },
    ]);
    return json(
      {
        instance: env.INSTANCE_ID,
        started_at: startedAt,
        uptime_seconds: Math.round(process.uptime()),
        ...answer,
        backends: Object.fromEntries(withOrders) as object,
        feed: { ...feed.counters(), bus: bus.counters() },
      },
      { headers: { 'cache-control': 'no-store' } },
    );
  };
}
