import { randomBytes } from 'node:crypto';

/**
 * What processes tell one another: `log` (terminal lines), `request` (one finished request each) and `control` (orders
 * of an operator: breakers held open or closed, requests to be cancelled).
 */
export const TOPICS = ['log', 'request', 'control'] as const;
export type Topic = (typeof TOPICS)[number];

/** A JSON object. The bus adds `id`, unique over all processes; a kept message also has `key` and `at`. */
export type Message = Readonly<Record<string, unknown>>;
export type Heard = (message: Message) => void;

export interface Bus {
  /** Never throws and never waits: what cannot be sent is kept for a while, then dropped and counted. */
  readonly publish: (topic: Topic, message: Message) => void;
  /** Publishes on `control`, to later subscribers too. The newest message of a key replaces the older ones. */
  readonly keep: (key: string, message: Message) => void;
  /** Hears the messages of every process, its own too; kept ones first. @returns what ends it. */
  readonly subscribe: (topic: Topic, heard: Heard) => () => void;
  /** Whether a message would reach anybody or wait for somebody; when not, none need be made. */
  readonly used: (topic: Topic) => boolean;
  readonly counters: () => BusCounters;
  /** Sends what waits, for half a second at most, and lets go of connections. */
  readonly close: () => Promise<void>;
}

/** Keys remembered; a stranger on the bus must not fill our memory. */
const MOST_KEPT = 1000;

export interface BusCounters {
  readonly transport: 'memory' | 'local' | 'redis';
  readonly connected: boolean;
  readonly published: number;
  readonly received: number;
  /** Messages waiting for a connection. */
  readonly waiting: number;
  /** Messages that found no room while they waited. */
  readonly dropped: number;
  /** Messages that were on their way when a connection broke; they may have arrived. */
  readonly unconfirmed: number;
  readonly reconnects: number;
}

export interface Frame {
  readonly topic: Topic;
  readonly message: Message;
}

/** Carries frames between processes. */
export interface Transport {
  /** @returns whether the frame is to be heard in this process now; else it comes back by itself, in everybody's order. */
  readonly send: (frame: Frame) => boolean;
  readonly listen: (topics: readonly Topic[]) => void;
  readonly used: () => boolean;
  readonly counters: () => Omit<BusCounters, 'published' | 'received'>;
  readonly close: () => Promise<void>;
}

/** What a transport calls for each frame of another process. */
export type Deliver = (frame: Frame) => void;

/** A bus over a transport; `connect` is called once. */
export function createBus(connect: (deliver: Deliver) => Transport): Bus {
  const origin = randomBytes(5).toString('hex');
  const listeners = new Map<Topic, Set<Heard>>(TOPICS.map((topic) => [topic, new Set()]));
  const kept = new Map<string, Frame>();
  let published = 0;
  let received = 0;

  const tell = ({ topic, message }: Frame): void => {
    for (const heard of listeners.get(topic) ?? []) {
      try {
        heard(message);
      } catch {
        // One listener's fault is not the sender's, nor the next listener's.
      }
    }
  };
  /** @returns false when the message is older than the one that is known. */
  const remember = (frame: Frame): boolean => {
    const { key, at } = frame.message;
    if (typeof key !== 'string') return true;
    const known = kept.get(key)?.message['at'];
    if (typeof at !== 'number' || (typeof known === 'number' && known >= at)) return false;
    if (known === undefined && kept.size >= MOST_KEPT) return false;
    kept.set(key, frame);
    return true;
  };
  const transport = connect((frame) => {
    received++;
    if (listeners.has(frame.topic) && remember(frame)) tell(frame);
  });
  const send = (topic: Topic, message: Message): void => {
    const frame = { topic, message: { ...message, id: `${origin}-${++published}` } };
    const isKept = typeof message['key'] === 'string';
    if (isKept) remember(frame);
    if (transport.send(frame) || isKept) tell(frame);
  };

  return {
    publish: send,
    keep: (key, message) => {
      const before = kept.get(key)?.message['at'];
      const at = Math.max(Date.now(), typeof before === 'number' ? before + 1 : 0);
      send('control', { ...message, key, at });
    },
    subscribe: (topic, heard) => {
      const all = listeners.get(topic)!;
      all.add(heard);
      if (all.size === 1) transport.listen(TOPICS.filter((name) => listeners.get(name)!.size > 0));
      for (const frame of kept.values()) if (frame.topic === topic) heard(frame.message);
      return () => void all.delete(heard);
    },
    used: (topic) => transport.used() || listeners.get(topic)!.size > 0,
    counters: () => ({ ...transport.counters(), published, received }),
    close: () => transport.close(),
  };
}
