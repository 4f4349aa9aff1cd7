import { EVERY, fits } from './admission.ts';
import type { Draft } from './draft.ts';
import { headNeed, victimFor } from './plan.ts';

/** Notices when someone begins to wait for a place that is taken, and when nobody does any more. */
export function watchContention(draft: Draft): void {
  const need = draft.operation ? undefined : headNeed(draft);
  if (!need) {
    if (draft.contention) draft.contention = null;
    return;
  }
  draft.contention ??= { since: draft.at, served: 0, over: false, draining: null };
  endTurn(draft);
}

/** Closes the model that has to give way once it has had its turn; what it has begun it may finish. */
export function endTurn(draft: Draft): void {
  const { contention, limits, at } = draft;
  if (!contention || contention.draining !== null || draft.operation) return;
  if (contention.served < limits.turnRequests && at - contention.since < limits.turnMs) return;
  const need = headNeed(draft);
  const placeless = need && need.kind === 'use';
  const fitting = placeless && fits(draft, need);
  const draining = fitting ? victimFor(draft, need.model) : placeless ? EVERY : null;
  if (!contention.over || draining !== null)
    draft.contention = { ...contention, over: true, draining };
}
