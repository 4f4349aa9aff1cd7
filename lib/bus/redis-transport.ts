import { isFollowed, type Frame, type Topic } from './message.ts';
import type { Deliver, Transport } from './transport.ts';
import { createAwaited } from './awaited.ts';
import { createOutbox } from './outbox.ts';
import { redisClient, type RedisSettings } from './redis-client.ts';
import { createKept } from './redis-kept.ts';
import { watchOutages, type Connection, type Outage } from './redis-outages.ts';
import { createPublisher } from './redis-publisher.ts';
import { createSubscriber } from './redis-subscriber.ts';

export interface RedisOptions extends RedisSettings {
  /** Most frames that wait for a connection. */
  readonly capacity: number;
  readonly onOutage: (outage: Outage) => void;
}

const CLOSE_MS = 500;

/**
 * The processes of a cluster meet at Redis: plain publish and subscribe, and a hash for kept messages. One publisher
 * sends in order, a batch at a time; while Redis is away frames wait, then the oldest are dropped; what Redis has not
 * confirmed is sent again. A subscribing process hears its own frames in the order Redis has, as every other does, and by
 * itself when Redis does not answer.
 */
export function redisTransport(options: RedisOptions, deliver: Deliver): Transport {
  const outbox = createOutbox(options.capacity);
  const awaited = createAwaited(deliver);
  const kept = createKept(deliver);
  const outages = watchOutages(
    options.onOutage,
    () => ({ dropped: outbox.newlyDropped(), unconfirmed: publisher.newlyUnconfirmed() }),
    () => listening.some(isFollowed),
  );
  let closed = false;
  let openSubscriber = (): void => {};
  let listening: readonly Topic[] = [];

  const lost = (connection: Connection) => (reason: string) => {
    if (!closed) outages.began(connection, reason);
    awaited.giveUp();
  };
  const publisher = createPublisher(options, outbox, {
    onReady: () => {
      outages.ended('publisher');
      void compareKept();
    },
    onLost: lost('publisher'),
  });
  const subscriber = createSubscriber(options, {
    deliver: (frame) => {
      awaited.arrived(frame);
      deliver(frame);
    },
    onSubscribed: () => {
      outages.ended('subscriber');
      void compareKept();
    },
    onLost: lost('subscriber'),
  });
  const compareKept = (): Promise<void> => kept.compare(publisher.connection(), options.channel);
  const open = async (): Promise<void> => {
    const make = await redisClient(options);
    if (closed) return;
    publisher.open(make());
    openSubscriber = () => {
      if (!closed && listening.length > 0 && !subscriber.isOpen()) subscriber.open(make());
    };
    openSubscriber();
  };
  open().catch((error: unknown) => outages.began('publisher', String(error)));

  return {
    send: (frame: Frame) => {
      kept.note(frame);
      const returns =
        publisher.flows() && subscriber.hears(frame.topic) && outbox.size() < options.capacity;
      if (returns) awaited.expect(frame);
      // In the order they were sent: those before it first.
      else awaited.giveUp();
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
    reaches: (topic) => publisher.ready() && subscriber.hears(topic),
    counters: () => ({
      transport: 'redis',
      connected: publisher.ready(),
      waiting: outbox.size(),
      dropped: outbox.dropped(),
      unconfirmed: publisher.unconfirmed(),
      reconnects: outages.count(),
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
