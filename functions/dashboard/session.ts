import type { Bus } from '../../lib/bus/bus.ts';
import type { Env } from '../../lib/config/env.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { Door } from '../../lib/session/door.ts';
import manifest from '../../package.json' with { type: 'json' };
import { busMode } from './bus-mode.ts';

/** `GET /dashboard/api/session` */
export const session =
  (door: Door | null, env: Env, bus: Bus): Handler<typeof dashboard.session> =>
  ({ headers, address }) => {
    const visitor = door?.visitor(headers, address);
    const end = visitor?.value === 'session' ? visitor.session.expiresAt : null;
    return json(
      {
        expires_at: end === null ? null : new Date(end * 1000).toISOString(),
        instance: env.INSTANCE_ID,
        version: manifest.version,
        feed: { mode: env.TERMINAL_FEED_MODE, bus_mode: busMode(bus) },
      },
      { headers: { 'cache-control': 'no-store' } },
    );
  };
