import type { Deliver, Frame, Topic, Transport } from './bus.ts';
import { createAwaited } from './awaited.ts';
import { createOutbox } from './outbox.ts';
import { redisClient, type RedisSettings } from './redis-client.ts';
import { createKept } from './redis-kept.ts';
import { createPublisher } from './redis-publisher.ts';
import { createSubscriber } from './redis-subscriber.ts';

export interface RedisOptions extends RedisSettings {
  /** Most frames that wait for a connection. */
  readonly capacity: number;
  readonly onOutage: (outage: Outage) => void;
}

/** What a process may tell about its connection to Redis. */
export type Outage =
  | { readonly value: 'began'; readonly reason: string }
  | {
      readonly value: 'ended';
      readonly seconds: number;
      readonly dropped: number;
      readonly unconfirmed: number;
    };

const CLOSE_MS = 500;

/**
 * The processes of a cluster meet at Redis: plain publish and subscribe, and a hash for kept messages. One publisher
 * sends in order, a batch at a time; while Redis is away frames wait, then the oldest are dropped. A subscribing process
 * hears its own frames in the order Redis has, as every other does, and by itself when Redis does not answer.
 */
export function redisTransport(options: RedisOptions, deliver: Deliver): Transport {
  const outbox = createOutbox(options.capacity);
  const awaited = createAwaited(deliver);
  const kept = createKept(deliver);
  const outages = watchOutages(options, outbox.newlyDropped);
  let reconnects = -1;
  let closed = false;
  let openSubscriber = (): void => {};
  let listening: readonly Topic[] = [];

  const publisher = createPublisher(options, outbox, {
    onReady: () => {
      reconnects++;
      outages.ended(publisher.newlyUnconfirmed());
      void compareKept();
    },
    onLost: (reason) => {
      if (!closed) outages.began(reason);
      awaited.giveUp();
    },
  });
  const subscriber = createSubscriber(options, {
    deliver: (frame) => {
      if (awaited.arrived(frame)) deliver(frame);
    },
    onSubscribed: () => void compareKept(),
    onLost: () => awaited.giveUp(),
  });
  const compareKept = async (): Promise<void> => {
    if (!publisher.ready()) return;
    for (const frame of kept.compare(await publisher.readKept())) outbox.push(frame);
    publisher.flush();
  };
  const open = async (): Promise<void> => {
    const make = await redisClient(options);
    if (closed) return;
    publisher.open(make());
    openSubscriber = () => {
      if (!closed && listening.length > 0 && !subscriber.isOpen()) subscriber.open(make());
    };
    openSubscriber();
  };
  open().catch((error: unknown) => outages.began(String(error)));

  return {
    send: (frame: Frame) => {
      kept.note(frame);
      const returns =
        publisher.ready() && subscriber.hears(frame.topic) && outbox.size() < options.capacity;
      if (returns) awaited.expect(frame);
      else if (listening.includes(frame.topic)) awaited.told(frame);
      outbox.push(frame);
      publisher.flush();
      return !returns;
    },
    listen: (topics) => {
      listening = topics;
      subscriber.listen(topics);
      openSubscriber();
    },
    used: () => true,
    counters: () => ({
      transport: 'redis',
      connected: publisher.ready(),
      waiting: outbox.size(),
      dropped: outbox.dropped(),
      unconfirmed: publisher.unconfirmed(),
      reconnects: Math.max(0, reconnects),
    }),
    close: async () => {
      closed = true;
      const patience = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      if (publisher.ready()) await Promise.race([publisher.drained(), patience]);
      publisher.close();
      subscriber.close();
    },
  };
}

/** Tells once that Redis has gone, and once that it is back and what that has cost. */
function watchOutages({ onOutage }: RedisOptions, newlyDropped: () => number) {
  let since: number | null = null;
  return {
    began: (reason: string): void => {
      if (since !== null) return;
      since = performance.now();
      onOutage({ value: 'began', reason });
    },
    ended: (unconfirmed: number): void => {
      if (since === null) return;
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      since = null;
      onOutage({ value: 'ended', seconds, dropped: newlyDropped(), unconfirmed });
    },
  };
}
