import type { ApiError } from '../../errors.ts';
import { closedByPeers, EVERY, fits, inFlightOf, isUsable } from './admission.ts';
import type { Draft } from './draft.ts';
import { isStuck } from './departures.ts';
import { noRoom, notUnloaded, unknownModel } from './refusals.ts';
import type { Operation, State, Waiter } from './state.ts';

/** What would help a waiter next: an operation, time, a look at the router, or nothing at all. */
export type Plan =
  | { readonly do: 'operate'; readonly operation: Operation; readonly alone: boolean }
  | { readonly do: 'wait' }
  /** The router, or another replica, is at work. */
  | { readonly do: 'watch' }
  /** The view is older than the request. */
  | { readonly do: 'look' }
  | { readonly do: 'refuse'; readonly error: ApiError };

const WAIT: Plan = { do: 'wait' };
const LOOK: Plan = { do: 'look' };
const WATCH: Plan = { do: 'watch' };

/** The first waiter that something must be done for; those that only wait for others to finish come later. */
export function headNeed(draft: Draft): Waiter | undefined {
  return draft.waiters.find((waiter) => {
    if (waiter.kind === 'unload')
      return inFlightOf(draft, waiter.model) === 0 && !closedByPeers(draft, waiter.model);
    if (isDownloading(draft, waiter.model)) return false;
    return !fits(draft, waiter) || !isUsable(draft, waiter.model);
  });
}

/** A download takes no place of the router, and may take hours: nobody else waits for it. */
export const isDownloading = ({ view }: State, model: string): boolean =>
  view.get(model)?.state === 'downloading';

export function planFor(draft: Draft, need: Waiter): Plan {
  const { model } = need;
  if (need.kind === 'unload') return close(model, 'unload', need);
  if (!fits(draft, need)) return planChange(draft, need);
  const viewed = draft.view.get(model);
  switch (viewed?.state) {
    case undefined:
      // It may have come into the list since the router was last asked.
      return draft.askedAt < need.since ? LOOK : { do: 'refuse', error: unknownModel(model) };
    case 'unloading':
      return WATCH;
    case 'loading':
      return { do: 'operate', alone: false, operation: load(draft, model, false) };
    default:
      return planLoad(draft, need);
  }
}

const close = (model: string, next: 'unload' | 'change', need: Waiter): Plan => ({
  do: 'operate',
  alone: true,
  operation: { kind: 'close', model, next, for: need.id },
});

const load = ({ at }: Draft, model: string, ours: boolean): Operation => ({
  kind: 'load',
  model,
  since: at,
  ours,
  taken: !ours,
  attempts: 1,
  orderedAt: at,
  begun: !ours,
});

function planChange(draft: Draft, need: Waiter): Plan {
  const failed = draft.failedSizes.get(need.ctxSize!);
  if (failed && failed.until > draft.at) return { do: 'refuse', error: failed.error };
  if (draft.inFlight.size > 0) return WAIT;
  const othersUse = draft.peers.uses.size > 0;
  if (othersUse && draft.contention?.draining !== EVERY) return WAIT;
  return close(EVERY, 'change', need);
}

function planLoad(draft: Draft, need: Waiter): Plan {
  const running = [...draft.view].filter(
    ([, { state }]) => !['unloaded', 'failed', 'downloading'].includes(state),
  );
  if (running.length < draft.maxModels)
    return { do: 'operate', alone: true, operation: load(draft, need.model, true) };
  // A place is about to be free: no second model has to go.
  if (running.some(([, { state }]) => state === 'unloading')) return WATCH;
  const victim = victimFor(draft, need.model);
  if (victim !== null && isIdle(draft, victim)) return close(victim, 'unload', need);
  const drained = draft.contention?.draining ?? null;
  if (drained !== null && drained !== EVERY && inFlightOf(draft, drained) === 0)
    return close(drained, 'unload', need);
  if (running.some(([id]) => !isUsable(draft, id))) return WATCH;
  return victim === null ? { do: 'refuse', error: noVictim(draft, need.model) } : WAIT;
}

function noVictim(draft: Draft, model: string): ApiError {
  const stuck = [...draft.departures].find(([id]) => isStuck(draft, id));
  return stuck ? notUnloaded(model, stuck[0], stuck[1].orders) : noRoom(model);
}

const isIdle = (state: State, model: string): boolean =>
  inFlightOf(state, model) === 0 && !state.peers.uses.get(model);

/** The model to give way: idle before busy, then the one used longest ago; null when all are pinned, or do not go. */
export function victimFor(draft: Draft, model: string): string | null {
  const last = (id: string): number => draft.lastUsed.get(id) ?? 0;
  const candidates = [...draft.view.keys()]
    .filter((id) => id !== model && isUsable(draft, id))
    .filter((id) => !draft.limits.pinned.has(id) && !isStuck(draft, id))
    .sort((a, b) => Number(isIdle(draft, b)) - Number(isIdle(draft, a)) || last(a) - last(b));
  return candidates[0] ?? null;
}
