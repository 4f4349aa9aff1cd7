import type { Bus } from '../../lib/bus/bus.ts';
import type { Env } from '../../lib/config/env.ts';
import { demonstrate } from '../../lib/feed/demonstration.ts';
import { createFeed, type Feed } from '../../lib/feed/feed.ts';
import { redactorOf } from '../../lib/logging/redactor-of.ts';
import { busMode } from './bus-mode.ts';

/** The feed that the environment asks for: the lines of the bus, or a demonstration. `close` ends its streams. */
export function openFeed(env: Env, bus: Bus): { readonly feed: Feed; readonly close: () => void } {
  const feed = createFeed({
    instance: env.INSTANCE_ID,
    mode: env.TERMINAL_FEED_MODE,
    busMode: busMode(bus),
    bufferSize: env.TERMINAL_FEED_BUFFER_SIZE,
    queueSize: env.TERMINAL_FEED_SUBSCRIBER_QUEUE_SIZE,
    maxSubscribers: env.TERMINAL_FEED_MAX_SUBSCRIBERS,
    backlogLines: env.TERMINAL_FEED_BACKLOG_LINES,
    keepAliveMs: env.TERMINAL_FEED_KEEPALIVE_SECONDS * 1000,
    maxLineChars: env.TERMINAL_FEED_MAX_LINE_CHARS,
    defaultLevel: env.TERMINAL_FEED_DEFAULT_LEVEL,
    redact: redactorOf(env),
  });
  const end =
    env.TERMINAL_FEED_MODE === 'live'
      ? bus.subscribe('log', feed.add, feed.miss)
      : demonstrate(feed, env.INSTANCE_ID);
  return {
    feed,
    close: () => {
      end();
      feed.close();
    },
  };
}
