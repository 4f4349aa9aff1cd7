import type { Redis } from 'ioredis';
import type { Frame } from './bus.ts';
import { channelOf, keptHash } from './redis-names.ts';
import type { RedisSettings } from './redis-client.ts';
import type { Outbox } from './outbox.ts';

const BATCH = 128;

export interface PublisherEvents {
  readonly onReady: () => void;
  readonly onLost: (reason: string) => void;
}

/** Sends what waits, one batch at a time and in order. A batch that fails is not sent again: it may have arrived. */
export function createPublisher(
  { channel }: RedisSettings,
  outbox: Outbox,
  { onReady, onLost }: PublisherEvents,
) {
  let client: Redis | null = null;
  const state = { sending: false };
  let scheduled = false;
  let unconfirmed = 0;
  let reported = 0;
  let reason = 'connection lost';

  const ready = (): boolean => client?.status === 'ready';

  const send = async (redis: Redis, batch: readonly Frame[]): Promise<void> => {
    const pipeline = redis.pipeline();
    for (const { topic, message } of batch) {
      const text = JSON.stringify(message);
      pipeline.publish(channelOf(channel, topic), text);
      if (typeof message['key'] === 'string')
        pipeline.hset(keptHash(channel), message['key'], text);
    }
    const results = await pipeline.exec();
    const failed = results?.find(([error]) => error !== null)?.[0];
    if (failed) throw failed;
  };
  const pump = async (): Promise<void> => {
    scheduled = false;
    if (state.sending) return;
    state.sending = true;
    while (ready() && outbox.size() > 0) {
      const batch = outbox.take(BATCH);
      try {
        await send(client!, batch);
      } catch (error) {
        unconfirmed += batch.length;
        reason = error instanceof Error ? error.message : String(error);
        onLost(reason);
        client?.disconnect(true);
      }
    }
    state.sending = false;
  };
  const flush = (): void => {
    if (scheduled || state.sending) return;
    scheduled = true;
    setImmediate(() => void pump());
  };

  return {
    open: (redis: Redis): void => {
      client = redis;
      redis.on('ready', () => {
        onReady();
        flush();
      });
      redis.on('error', (error: Error) => (reason = error.message));
      redis.on('close', () => onLost(reason));
    },
    ready,
    flush,
    /** The kept messages, by key; none when Redis does not answer. */
    readKept: async (): Promise<Record<string, string>> =>
      (ready() && (await client?.hgetall(keptHash(channel)).catch(() => null))) || {},
    unconfirmed: () => unconfirmed,
    newlyUnconfirmed: () => {
      const count = unconfirmed - reported;
      reported = unconfirmed;
      return count;
    },
    drained: async (): Promise<void> => {
      while (ready() && (state.sending || outbox.size() > 0))
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
    close: (): void => {
      client?.disconnect();
      client = null;
    },
  };
}
