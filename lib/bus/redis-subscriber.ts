import type { Redis } from 'ioredis';
import type { Topic } from './message.ts';
import type { Deliver } from './transport.ts';
import { parseMessage } from './frames.ts';
import { channelOf, topicOf } from './redis-names.ts';
import type { RedisSettings } from './redis-client.ts';

export interface SubscriberEvents {
  readonly deliver: Deliver;
  readonly onSubscribed: () => void;
  readonly onLost: (reason: string) => void;
}

/** A connection that hears. It asks for a sign of life at intervals: a server that hangs closes nothing. */
export function createSubscriber(
  { channel, timeoutSeconds }: RedisSettings,
  { deliver, onSubscribed, onLost }: SubscriberEvents,
) {
  let client: Redis | null = null;
  let topics: readonly Topic[] = [];
  const heard = new Set<Topic>();
  let beat: NodeJS.Timeout | undefined;
  let reason = 'connection lost';

  const subscribe = async (redis: Redis): Promise<void> => {
    try {
      const wanted = topics.filter((topic) => !heard.has(topic));
      if (redis.status !== 'ready' || wanted.length === 0) return;
      await redis.subscribe(...wanted.map((topic) => channelOf(channel, topic)));
      for (const topic of wanted) heard.add(topic);
      onSubscribed();
    } catch (error) {
      // A user of Redis that may not listen to these channels is told here, and nowhere else.
      if (error instanceof Error) reason = error.message;
      redis.disconnect(true);
    }
  };
  const lost = (): void => {
    heard.clear();
    onLost(reason);
  };

  return {
    open: (redis: Redis): void => {
      client = redis;
      redis.on('ready', () => void subscribe(redis));
      redis.on('error', (error: Error) => (reason = error.message));
      redis.on('close', lost);
      redis.on('message', (name: string, text: string) => {
        const topic = topicOf(channel, name);
        const message = topic && parseMessage(text);
        if (message) deliver({ topic, message });
      });
      beat = setInterval(() => {
        if (redis.status === 'ready')
          redis.ping().catch(() => {
            lost();
            redis.disconnect(true);
          });
      }, timeoutSeconds * 1000);
      beat.unref();
    },
    isOpen: () => client !== null,
    listen: (wanted: readonly Topic[]): void => {
      topics = wanted;
      if (client) void subscribe(client);
    },
    hears: (topic: Topic): boolean => client?.status === 'ready' && heard.has(topic),
    close: (): void => {
      clearInterval(beat);
      client?.disconnect();
    },
  };
}
