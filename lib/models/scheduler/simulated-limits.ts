import { DEFAULT_LIMITS, type Limits } from './limits.ts';

/** Bounds that a schedule of a few hundred events reaches. */
export const SIMULATED: Limits = {
  ...DEFAULT_LIMITS,
  maxHeld: 4,
  maxWaitMs: 120_000,
  turnRequests: 3,
  turnMs: 5000,
  loadMs: 20_000,
  patienceMs: 4000,
};
