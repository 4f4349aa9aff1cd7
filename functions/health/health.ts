import type { BreakerBoard } from '../../lib/backends/breaker-board.ts';
import type { Backends } from '../../lib/backends/client.ts';
import { probeAll } from '../../lib/backends/probe.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { health as routes } from '../../lib/routes/health.ts';

const FINE = new Set(['healthy', 'asleep']);

/** `GET /health`: always 200; all backends probed at once, each for 5 s at most. Wakes and loads nothing. */
export const health =
  (backends: Backends, board: BreakerBoard): Handler<typeof routes.health> =>
  async () => {
    const results = await probeAll(backends, { seconds: 5, board });
    const healthy = Object.values(results).every(({ status }) => FINE.has(status));
    return json(
      { status: healthy ? ('healthy' as const) : ('degraded' as const), backends: results },
      { headers: { 'cache-control': 'no-store' } },
    );
  };
