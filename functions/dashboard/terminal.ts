import type { Feed } from '../../lib/feed/feed.ts';
import type { Handler } from '../../lib/http/call.ts';
import { stream } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { Door } from '../../lib/session/door.ts';

/** More than a timer can wait for. */
const LONGEST_MS = 2 ** 31 - 1;

/** `GET /events/terminal` */
export const terminal =
  (feed: Feed, door: Door | null, limitSeconds: number): Handler<typeof dashboard.terminal> =>
  ({ query, headers, address }) => {
    const lastEventId = headers['last-event-id'];
    const visitor = door?.visitor(headers, address);
    const reader = feed.subscribe({
      ...query,
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    });
    // Ended in good order before the platform would cut it, and with the session; the browser goes on from its last line.
    const limitMs = Math.min(
      limitSeconds > 0 ? limitSeconds * 850 : LONGEST_MS,
      visitor?.value === 'session' ? visitor.session.expiresAt * 1000 - Date.now() : LONGEST_MS,
    );
    if (limitMs < LONGEST_MS) {
      const limit = setTimeout(() => reader.end(), limitMs);
      reader.once('close', () => clearTimeout(limit));
    }
    return stream(reader, 'text/event-stream; charset=utf-8', {
      headers: { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    });
  };
