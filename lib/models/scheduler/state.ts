import type { ApiError } from '../../errors.ts';
import type { ModelState } from '../router-port.ts';

/** A request in the queue; times are `performance.now()` milliseconds, as everywhere in the scheduler. */
export interface Waiter {
  readonly id: number;
  readonly kind: 'use' | 'unload';
  readonly model: string;
  /** The context size its model asks the router for; null: any will do. */
  readonly ctxSize: number | null;
  readonly since: number;
}

/** A model as the router listed it last. */
export interface Viewed {
  readonly state: ModelState;
  /** 0 to 1, while it loads or downloads, where the router tells. */
  readonly progress: number | null;
  readonly exitCode: number | null;
}

/**
 * What is being done to the router. One at a time: `close` waits until no other replica uses a model (`*`: any) any
 * more, the others are orders under way.
 */
export type Operation =
  | {
      readonly kind: 'close';
      readonly model: string;
      readonly next: 'unload' | 'change';
      readonly for: number;
    }
  | {
      readonly kind: 'unload';
      readonly model: string;
      /** False: a load is called off, whether anybody waits or not. */
      readonly wanted: boolean;
      readonly letGo?: boolean;
    }
  | { readonly kind: 'change'; readonly ctxSize: number; readonly since: number }
  | {
      readonly kind: 'load';
      readonly model: string;
      readonly since: number;
      /** False: someone else ordered it. */
      readonly ours: boolean;
      /** The router has taken the order. */
      readonly taken: boolean;
      readonly attempts: number;
      /** When the order under way, or taken, was given. */
      readonly orderedAt: number;
      /** The router has been seen to act on it. */
      readonly begun: boolean;
      /** Nobody waited for the answer to the order any more. */
      readonly letGo?: boolean;
    };

/** Orders to unload one model that the router took, while it goes on listing it as usable. */
export interface Departure {
  readonly orders: number;
  readonly orderedAt: number;
}

/** Someone waits for a place that is taken; the models that have it are in their last turn. */
export interface Contention {
  readonly since: number;
  readonly served: number;
  /** The turn is over. */
  readonly over: boolean;
  /** Closed for new requests until it is idle; `*`: all are. */
  readonly draining: string | null;
}

/** Uses and closed models of the other replicas. */
export interface PeerNews {
  readonly uses: ReadonlyMap<string, number>;
  /** Models (or `*`) another replica is about to unload. */
  readonly closed: ReadonlySet<string>;
}

/** Everything the scheduler knows. Never changed in place: `step` makes the next one. */
export interface State {
  readonly view: ReadonlyMap<string, Viewed>;
  /** A single-model server that lists its model without a status: any name is served. */
  readonly plain: boolean;
  readonly routerCtxSize: number | null;
  readonly maxModels: number;
  /** When the view was taken; -Infinity: it must be taken again. */
  readonly viewedAt: number;
  /** When the list was asked for that the view was taken from, or that is under way. */
  readonly askedAt: number;
  readonly lookedAt: number;
  readonly listing: boolean;
  /** Looks at the router since something last changed; they become rarer. */
  readonly looks: number;
  /** The next step depends on the router alone, so it is looked at again. */
  readonly watching: boolean;
  readonly failingSince: number | null;
  readonly lease: 'none' | 'asked' | 'held';
  readonly operation: Operation | null;
  /** When the swap under way began, and the one that ended last. */
  readonly swapSince: number | null;
  readonly lastSwap: {
    readonly model: string;
    readonly since: number;
    readonly endedAt: number;
  } | null;
  readonly contention: Contention | null;
  readonly inFlight: ReadonlyMap<string, number>;
  readonly lastUsed: ReadonlyMap<string, number>;
  /** In the order they came. */
  readonly waiters: readonly Waiter[];
  readonly peers: PeerNews;
  /** Load times seen, smoothed. */
  readonly learned: ReadonlyMap<string, number>;
  readonly departures: ReadonlyMap<string, Departure>;
  readonly failedSizes: ReadonlyMap<number, { readonly until: number; readonly error: ApiError }>;
}

export const initialState = (maxModels: number): State => ({
  view: new Map(),
  plain: false,
  routerCtxSize: null,
  maxModels,
  viewedAt: Number.NEGATIVE_INFINITY,
  askedAt: Number.NEGATIVE_INFINITY,
  lookedAt: Number.NEGATIVE_INFINITY,
  listing: false,
  looks: 0,
  watching: false,
  failingSince: null,
  lease: 'none',
  operation: null,
  swapSince: null,
  lastSwap: null,
  contention: null,
  inFlight: new Map(),
  lastUsed: new Map(),
  waiters: [],
  peers: { uses: new Map(), closed: new Set() },
  learned: new Map(),
  departures: new Map(),
  failedSizes: new Map(),
});
