import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { Overview } from '../../lib/overview/overview.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';

/** `GET /dashboard/api/requests?limit=100&function=llm&status=failed&search=…&before=…` */
export const requests =
  (seen: Overview): Handler<typeof dashboard.requests> =>
  ({ query }) =>
    json({ ...seen.latest(query) }, { headers: { 'cache-control': 'no-store' } });
