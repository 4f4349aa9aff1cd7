import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Outbox } from './outbox.ts';
import { sendBatch } from './redis-batch.ts';
import type { RedisSettings } from './redis-client.ts';
import { listenersOf } from './redis-listeners.ts';
import { channelOf } from './redis-names.ts';

const BATCH = 128;

export interface PublisherEvents {
  readonly onReady: () => void;
  readonly onLost: (reason: string) => void;
}

/**
 * Sends what waits, one batch at a time and in order. What is not confirmed is sent again: who hears it twice knows it by
 * its id. After an outage it waits for those who listened before, as Redis remembers nothing for them.
 */
export function createPublisher(
  { channel }: RedisSettings,
  outbox: Outbox,
  { onReady, onLost }: PublisherEvents,
) {
  let client: Redis | null = null;
  const state = { sending: false, settling: false };
  let scheduled = false;
  let receivers = 0;
  let unconfirmed = 0;
  let reported = 0;
  let reason = 'connection lost';

  const ready = (): boolean => client?.status === 'ready';
  const flows = (): boolean => ready() && !state.settling;

  const send = async (redis: Redis): Promise<void> => {
    const outcome = await sendBatch(redis, channel, outbox.take(BATCH));
    receivers = outcome.receivers ?? receivers;
    if (!outcome.error) return;
    unconfirmed += outcome.unconfirmed;
    outbox.putBack(outcome.unanswered);
    reason = outcome.error.message;
    state.settling = true;
    onLost(reason);
    redis.disconnect(true);
  };
  const pump = async (): Promise<void> => {
    scheduled = false;
    if (state.sending) return;
    state.sending = true;
    while (flows() && outbox.size() > 0) await send(client!);
    state.sending = false;
  };
  const flush = (): void => {
    if (scheduled || state.sending) return;
    scheduled = true;
    setImmediate(() => void pump());
  };
  const settle = async (redis: Redis): Promise<void> => {
    const wanted = Math.max(1, receivers);
    await listenersOf(redis, channelOf(channel, 'log'), wanted, () => state.settling);
    if (redis.status !== 'ready') return;
    state.settling = false;
    flush();
  };
  const lost = (): void => {
    state.settling = true;
    onLost(reason);
  };

  return {
    open: (redis: Redis): void => {
      client = redis;
      redis.on('ready', () => {
        onReady();
        void settle(redis);
      });
      redis.on('error', (error: Error) => (reason = error.message));
      redis.on('close', lost);
    },
    /** There is a connection. */
    ready,
    /** What is sent now goes out now. */
    flows,
    flush,
    /** The connection, while there is one. */
    connection: (): Redis | null => (ready() ? client : null),
    unconfirmed: () => unconfirmed,
    newlyUnconfirmed: () => {
      const count = unconfirmed - reported;
      reported = unconfirmed;
      return count;
    },
    /** Everything that waits has gone, without waiting for listeners any more. */
    drained: async (): Promise<void> => {
      state.settling = false;
      flush();
      while (ready() && (state.sending || outbox.size() > 0)) await sleep(5);
    },
    close: (): void => {
      client?.disconnect();
      client = null;
    },
  };
}
