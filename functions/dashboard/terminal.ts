import type { Feed } from '../../lib/feed/feed.ts';
import type { Handler } from '../../lib/http/call.ts';
import { stream } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';

/** `GET /events/terminal` */
export const terminal =
  (feed: Feed, limitSeconds: number): Handler<typeof dashboard.terminal> =>
  ({ query, headers }) => {
    const lastEventId = headers['last-event-id'];
    const reader = feed.subscribe({
      ...query,
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    });
    // Ended in good order before the platform would cut it; the browser goes on from its last line.
    if (limitSeconds > 0) {
      const limit = setTimeout(() => reader.end(), limitSeconds * 850);
      reader.once('close', () => clearTimeout(limit));
    }
    return stream(reader, 'text/event-stream; charset=utf-8', {
      headers: { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    });
  };
