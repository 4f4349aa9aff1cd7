import type { Frame, Topic } from './message.ts';

export interface TransportCounters {
  readonly transport: 'memory' | 'local' | 'redis';
  readonly connected: boolean;
  /** Messages waiting for a connection. */
  readonly waiting: number;
  /** Messages that found no room while they waited. */
  readonly dropped: number;
  /** Messages whose arrival Redis did not confirm; they are sent again, unless Redis has refused them. */
  readonly unconfirmed: number;
  readonly reconnects: number;
}

/** Carries frames between processes. */
export interface Transport {
  /** @returns whether the frame is to be heard in this process now; else it comes back by itself, in everybody's order. */
  readonly send: (frame: Frame) => boolean;
  readonly listen: (topics: readonly Topic[]) => void;
  readonly used: () => boolean;
  /** Whether frames of the topic go to the others now, and theirs come here. */
  readonly reaches: (topic: Topic) => boolean;
  readonly counters: () => TransportCounters;
  readonly close: () => Promise<void>;
}

/** What a transport calls for each frame that comes; it may come twice. */
export type Deliver = (frame: Frame) => void;
