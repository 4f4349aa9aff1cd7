import { randomBytes } from 'node:crypto';
import { isFollowed, TOPICS, type Frame, type Message, type Topic } from './message.ts';
import { createFollower, type Follower, type Gap } from './follow.ts';
import { createKeptFrames } from './kept-frames.ts';
import { createMarks } from './marks.ts';
import type { Deliver, Transport, TransportCounters } from './transport.ts';

export type Heard = (message: Message) => void;

export interface Bus {
  /** Never throws and never waits: what cannot be sent is kept for a while, then dropped and counted. */
  readonly publish: (topic: Topic, message: Message) => void;
  /** Publishes on `control`, to later subscribers too. The newest message of a key replaces the older ones. */
  readonly keep: (key: string, message: Message) => void;
  /**
   * Hears the messages of every process, its own too, each once; kept ones first. `onGap` is told of those that never
   * came, in their place. @returns what ends it.
   */
  readonly subscribe: (topic: Topic, heard: Heard, onGap?: (gap: Gap) => void) => () => void;
  /** Whether a message would reach anybody or wait for somebody; when not, none need be made. */
  readonly used: (topic: Topic) => boolean;
  /** Whether the others hear now what is published, and what they say is heard here. */
  readonly reaches: (topic: Topic) => boolean;
  readonly counters: () => BusCounters;
  /** Sends what waits, for half a second at most, and lets go of connections. */
  readonly close: () => Promise<void>;
}

export interface BusCounters extends TransportCounters {
  readonly published: number;
  readonly received: number;
  /** Lines of other processes that never came here. */
  readonly lost: number;
  /** Finished requests of other processes that never came here. */
  readonly lost_requests: number;
}

/** Who listens to a topic, and what was missing on it. */
interface Ear {
  readonly listeners: Set<{
    readonly heard: Heard;
    readonly onGap: ((gap: Gap) => void) | undefined;
  }>;
  follower: Follower | null;
  lost: number;
}

/** A bus over a transport; `connect` is called once. */
export function createBus(connect: (deliver: Deliver) => Transport): Bus {
  const ears = new Map<Topic, Ear>(
    TOPICS.map((topic) => [topic, { listeners: new Set(), follower: null, lost: 0 }]),
  );
  const origins = new Map(TOPICS.map((topic) => [topic, randomBytes(5).toString('hex')]));
  const counts = new Map<Topic, number>();
  const kept = createKeptFrames();
  let published = 0;
  let received = 0;

  const tell = ({ topic, message }: Frame): void => {
    const ear = ears.get(topic)!;
    if (ear.follower && !ear.follower.isNews(message)) return;
    for (const { heard } of ear.listeners) attempt(() => heard(message));
  };
  const hear = (frame: Frame): void => {
    received++;
    if (frame.topic === 'mark') marks.read(frame.message, (topic) => ears.get(topic)!.follower);
    else if (ears.has(frame.topic) && kept.remember(frame)) tell(frame);
  };
  const transport = connect(hear);
  const send = (topic: Topic, message: Message): void => {
    const number = (counts.get(topic) ?? 0) + 1;
    counts.set(topic, number);
    const frame = { topic, message: { ...message, id: `${origins.get(topic)}-${number}` } };
    const isKept = typeof message['key'] === 'string';
    if (isKept) kept.remember(frame);
    if (transport.send(frame) || isKept) tell(frame);
  };
  const marks = createMarks(
    transport,
    (topic) => `${origins.get(topic)}-${counts.get(topic) ?? 0}`,
    send,
  );
  const follow = (ear: Ear): Follower =>
    createFollower((gap) => {
      ear.lost += gap.count;
      for (const { onGap } of ear.listeners) attempt(() => onGap?.(gap));
    });

  return {
    publish: (topic, message) => {
      published++;
      marks.note(message['instance']);
      send(topic, message);
    },
    keep: (key, message) => {
      published++;
      send('control', { ...message, key, at: kept.timeFor(key) });
    },
    subscribe: (topic, heard, onGap) => {
      const ear = ears.get(topic)!;
      const listener = { heard, onGap };
      ear.listeners.add(listener);
      if (isFollowed(topic)) ear.follower ??= follow(ear);
      if (ear.listeners.size === 1) transport.listen(wantedTopics(ears));
      for (const frame of kept.of(topic)) heard(frame.message);
      return () => void ear.listeners.delete(listener);
    },
    used: (topic) => transport.used() || ears.get(topic)!.listeners.size > 0,
    reaches: (topic) => transport.reaches(topic),
    counters: () => ({
      ...transport.counters(),
      published,
      received,
      lost: ears.get('log')!.lost,
      lost_requests: ears.get('request')!.lost,
    }),
    close: () => {
      marks.end();
      return transport.close();
    },
  };
}

/** One listener's fault is not the sender's, nor the next listener's. */
function attempt(tell: () => void): void {
  try {
    tell();
  } catch {
    // Its own to find.
  }
}

/** Marks are listened to together with what they are about: who hears the one hears the other. */
function wantedTopics(ears: ReadonlyMap<Topic, Ear>): Topic[] {
  const wanted = TOPICS.filter((topic) => ears.get(topic)!.listeners.size > 0);
  return wanted.some(isFollowed) ? [...wanted, 'mark'] : wanted;
}
