import type { ApiError } from '../../errors.ts';
import { fits } from './admission.ts';
import { noteOrder } from './departures.ts';
import { put, type Draft } from './draft.ts';
import { giveUp } from './observe.ts';
import { headNeed } from './plan.ts';
import { orderRefused, refuseAll, usersOf } from './refusals.ts';

/** The router, or the cluster, has done what was ordered. */
export function orderDone(draft: Draft): void {
  const { operation } = draft;
  switch (operation?.kind) {
    case 'load':
      draft.operation = { ...operation, taken: true };
      draft.lookedAt = draft.at;
      draft.looks = 0;
      return;
    case 'unload': {
      const { model } = operation;
      noteOrder(draft, model);
      draft.view = put(draft.view, model, { state: 'unloading', progress: null, exitCode: null });
      for (const { id, since } of draft.waiters.filter(isUnloadOf(model)))
        draft.effects.push({ type: 'serve', id, model, queueMs: draft.at - since, loadMs: 0 });
      draft.waiters = draft.waiters.filter((waiter) => !isUnloadOf(model)(waiter));
      break;
    }
    case 'change':
      draft.view = new Map();
      draft.routerCtxSize = operation.ctxSize;
      draft.failedSizes = put(draft.failedSizes, operation.ctxSize, undefined);
      break;
    default:
  }
  draft.operation = null;
  draft.viewedAt = Number.NEGATIVE_INFINITY;
  draft.looks = 0;
}

const isUnloadOf =
  (model: string) =>
  (waiter: { readonly kind: string; readonly model: string }): boolean =>
    waiter.kind === 'unload' && waiter.model === model;

/** Those the order was given for hear why it failed; the next request may try again. */
export function orderFailed(draft: Draft, error: ApiError): void {
  const { operation, at, limits } = draft;
  draft.operation = null;
  switch (operation?.kind) {
    case 'load':
      refuseAll(draft, usersOf(operation.model), orderRefused(operation.model, error));
      break;
    case 'unload': {
      refuseAll(draft, isUnloadOf(operation.model), error);
      const need = headNeed(draft);
      if (need) refuseAll(draft, usersOf(need.model), orderRefused(operation.model, error));
      break;
    }
    case 'change': {
      const { ctxSize } = operation;
      draft.failedSizes = put(draft.failedSizes, ctxSize, {
        until: at + limits.changePauseMs,
        error,
      });
      refuseAll(draft, (waiter) => waiter.ctxSize === ctxSize && !fits(draft, waiter), error);
      break;
    }
    default:
  }
  draft.viewedAt = Number.NEGATIVE_INFINITY;
  giveUp(draft);
}
