/** Bounds of one scheduler; times in milliseconds. */
export interface Limits {
  /** How many models may run at a time, where the router does not say. */
  readonly maxModels: number;
  /** Never unloaded. */
  readonly pinned: ReadonlySet<string>;
  /** Most requests that wait. */
  readonly maxHeld: number;
  /** Longest wait of one request, load included. */
  readonly maxWaitMs: number;
  /** A model that others wait for gives way after this many requests, … */
  readonly turnRequests: number;
  /** … or after this time, whichever comes first. */
  readonly turnMs: number;
  readonly loadMs: number;
  /** How long the router may list a model as it was after it took the order to load or to unload it. */
  readonly orderMs: number;
  /** How often it is ordered to unload the same model before it is said not to. */
  readonly unloadOrders: number;
  /** Longest pause between two looks at a router that is loading. */
  readonly pollMs: number;
  /** How long the router's list is believed without asking again. */
  readonly freshMs: number;
  /** How long a router that is loading or restarting may fail to answer. */
  readonly patienceMs: number;
  /** How long a context size the router did not come up with is not tried again. */
  readonly changePauseMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxModels: 1,
  pinned: new Set(),
  maxHeld: 256,
  maxWaitMs: 300_000,
  turnRequests: 64,
  turnMs: 30_000,
  loadMs: 240_000,
  // llama.cpp gives a model 10 s to end before it kills it.
  orderMs: 5000,
  unloadOrders: 3,
  pollMs: 1000,
  freshMs: 2000,
  patienceMs: 15_000,
  changePauseMs: 60_000,
};
