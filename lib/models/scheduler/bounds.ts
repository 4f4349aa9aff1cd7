import type { Draft } from './draft.ts';
import { giveUp } from './observe.ts';
import { loadTooSlow, refuseAll, usersOf, waitedTooLong } from './refusals.ts';
import type { State } from './state.ts';
import type { Limits } from './limits.ts';

/** Ends the waits that have lasted too long. */
export function refuseExpired(draft: Draft): void {
  const { at, limits, operation } = draft;
  for (const waiter of draft.waiters) {
    if (at - waiter.since >= limits.maxWaitMs)
      refuseAll(
        draft,
        ({ id }) => id === waiter.id,
        waitedTooLong(draft, waiter.model, limits.maxWaitMs),
      );
  }
  if (operation?.kind === 'load' && at - operation.since >= limits.loadMs)
    refuseAll(draft, usersOf(operation.model), loadTooSlow(draft, operation.model, limits.loadMs));
}

/** Calls off what nobody waits for any more. */
export function abandonUnwanted(draft: Draft): void {
  const { operation, waiters, limits } = draft;
  if (operation?.kind === 'close' && !waiters.some(({ id }) => id === operation.for)) {
    draft.operation = null;
    draft.swapSince = null;
    draft.effects.push({ type: 'reopen' });
  }
  letGoOfOrder(draft);
  if (operation?.kind !== 'load' || !operation.taken) return;
  const { model, ours } = operation;
  if (waiters.some(usersOf(model))) return;
  if (!ours || limits.pinned.has(model) || draft.lease !== 'held') return giveUp(draft);
  draft.operation = { kind: 'unload', model, wanted: false };
  draft.effects.push({ type: 'unload', model });
}

/** Whoever an order was given for has left: its call ends with them. The router may have heard it, so it counts. */
function letGoOfOrder(draft: Draft): void {
  const { operation, waiters } = draft;
  if (operation?.kind === 'load') {
    if (operation.taken || operation.letGo || waiters.some(usersOf(operation.model))) return;
    draft.operation = { ...operation, letGo: true };
  } else if (operation?.kind === 'unload') {
    if (!operation.wanted || operation.letGo || waiters.length > 0) return;
    draft.operation = { ...operation, letGo: true };
  } else return;
  draft.effects.push({ type: 'letGo' });
}

/** When the router should be looked at next, given that it is looked at again and again. */
const nextLook = ({ lookedAt, looks }: State, { pollMs }: Limits): number =>
  lookedAt + Math.min(25 * 2 ** Math.min(looks, 10), pollMs);

const looksAgain = ({ operation, watching, failingSince, waiters }: State): boolean =>
  (operation?.kind === 'load' && operation.taken) ||
  (operation === null && (watching || (failingSince !== null && waiters.length > 0)));

/** Asks for the router's list when a decision waits for it. */
export function look(draft: Draft): void {
  const { listing, operation, at, limits, waiters, failingSince } = draft;
  if (listing) return;
  const again = looksAgain(draft) && at >= nextLook(draft, limits);
  const stale = at - draft.viewedAt >= limits.freshMs;
  const asked = operation === null && waiters.length > 0 && stale && failingSince === null;
  if (!again && !asked) return;
  draft.listing = true;
  draft.askedAt = at;
  draft.effects.push({ type: 'list' });
}

/** When something is due without any event, if ever. */
export function wakeAt(state: State, limits: Limits): number {
  const { waiters, operation, contention } = state;
  const times = waiters.map(({ since }) => since + limits.maxWaitMs);
  if (operation?.kind === 'load' && waiters.some(usersOf(operation.model)))
    times.push(operation.since + limits.loadMs);
  if (looksAgain(state) && !state.listing) times.push(nextLook(state, limits));
  if (contention && !contention.over) times.push(contention.since + limits.turnMs);
  return Math.min(...times, Number.POSITIVE_INFINITY);
}
