import { lookAgain, type Draft } from './draft.ts';
import { headNeed, isDownloading, planFor, type Plan } from './plan.ts';
import { refuseAll } from './refusals.ts';
import { closedByPeers } from './admission.ts';

/** Begins what helps the first waiter that needs something, holding the lease where the router is to be changed. */
export function operate(draft: Draft): void {
  draft.watching = draft.waiters.some(
    ({ model }) => closedByPeers(draft, model) || isDownloading(draft, model),
  );
  while (!draft.operation && !draft.listing) {
    const need = headNeed(draft);
    if (!need) return dropLease(draft);
    if (draft.at - draft.viewedAt >= draft.limits.freshMs) return;
    const plan = planFor(draft, need);
    if (plan.do === 'look') return lookAgain(draft);
    if (plan.do !== 'refuse') return follow(draft, plan);
    const { kind, model, ctxSize } = need;
    refuseAll(
      draft,
      (other) => other.kind === kind && other.model === model && other.ctxSize === ctxSize,
      plan.error,
    );
  }
}

function follow(draft: Draft, plan: Exclude<Plan, { do: 'refuse' | 'look' }>): void {
  if (plan.do === 'watch') draft.watching = true;
  if (plan.do === 'wait') dropLease(draft);
  if (plan.do !== 'operate') return;
  if (plan.alone && draft.lease !== 'held') {
    if (draft.lease === 'none') draft.effects.push({ type: 'hold' });
    draft.lease = 'asked';
    return;
  }
  const { operation } = plan;
  draft.operation = operation;
  draft.contention = null;
  draft.swapSince ??= draft.at;
  draft.looks = 0;
  if (operation.kind === 'close') draft.effects.push({ type: 'close', model: operation.model });
  if (operation.kind === 'load' && operation.ours)
    draft.effects.push({ type: 'load', model: operation.model });
}

/** Lets another replica have its turn at the router. */
export function dropLease(draft: Draft): void {
  if (draft.lease !== 'none') draft.effects.push({ type: 'drop' });
  draft.lease = 'none';
}
