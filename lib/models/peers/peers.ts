import type { PeerNews } from '../scheduler/state.ts';

/**
 * What the schedulers of one router, each in its own process, agree on: who may change the router, and which models
 * are in use somewhere. `enter` and `leave` are called once per request.
 */
export interface Peers {
  /** Begins a use. False: another replica is about to unload the model. */
  readonly enter: (model: string) => boolean | Promise<boolean>;
  readonly leave: (model: string) => void;
  /** Resolves when no other replica may change the router; `signal` ends the wait. */
  readonly hold: (signal: AbortSignal) => Promise<void>;
  /** Whether the lease is still ours, asked right before each order. */
  readonly check: () => Promise<boolean>;
  /** Keeps others from beginning to use a model (`*`: any), and resolves when none uses it any more. */
  readonly close: (model: string, signal: AbortSignal) => Promise<void>;
  /** Takes back `close`. */
  readonly reopen: () => void;
  readonly drop: () => void;
  /** Whether requests wait here, for whom news matter. */
  readonly watch: (wanted: boolean) => void;
  /** Tells what other replicas use and have closed, whenever that changes. */
  readonly onNews: (listener: (news: PeerNews) => void) => void;
  readonly stop: () => Promise<void>;
}

/** One process alone: nobody to agree with. */
export const alone = (): Peers => ({
  enter: () => true,
  leave: () => {},
  hold: async () => {},
  check: async () => true,
  close: async () => {},
  reopen: () => {},
  drop: () => {},
  watch: () => {},
  onNews: () => {},
  stop: async () => {},
});
