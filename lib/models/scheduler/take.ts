import { lookAgain, put, type Draft } from './draft.ts';
import type { Event } from './event.ts';
import { observe, observeFailure } from './observe.ts';
import { orderDone, orderFailed } from './orders.ts';
import { takeRequest } from './requests.ts';
import type { PeerNews } from './state.ts';

/** Takes in what has happened; what follows from it is the step's to decide. */
export function take(draft: Draft, event: Event): void {
  switch (event.type) {
    case 'listed':
      return observe(draft, event.models);
    case 'listFailed':
      return observeFailure(draft, event.error);
    case 'held':
      draft.lease = 'held';
      // Another replica may have changed the router until now.
      return lookAgain(draft);
    case 'lost':
      return lose(draft);
    case 'closed':
      return proceed(draft);
    case 'ordered':
      return orderDone(draft);
    case 'orderFailed':
      return orderFailed(draft, event.error);
    case 'progress':
      return progress(draft, event.model, event.value);
    case 'peers':
      return hear(draft, event.news);
    case 'tick':
      return;
    default:
      return takeRequest(draft, event);
  }
}

/** The lease had run out before an order was given: nothing was done, and all is looked at afresh. */
function lose(draft: Draft): void {
  draft.lease = 'none';
  draft.operation = null;
  draft.swapSince = null;
  lookAgain(draft);
}

/** The model is closed everywhere and no other replica uses it. */
function proceed(draft: Draft): void {
  const { operation } = draft;
  if (operation?.kind !== 'close') return;
  const { model, next } = operation;
  const waiter = draft.waiters.find(({ id }) => id === operation.for);
  if (!waiter) return;
  if (next === 'unload') {
    draft.operation = { kind: 'unload', model, wanted: true };
    draft.effects.push({ type: 'unload', model });
    return;
  }
  const ctxSize = waiter.ctxSize!;
  draft.operation = { kind: 'change', ctxSize, since: draft.at };
  draft.effects.push({ type: 'change', ctxSize });
}

function progress(draft: Draft, model: string, value: number | null): void {
  const { operation } = draft;
  const viewed = draft.view.get(model);
  if (operation?.kind !== 'load' || operation.model !== model || !viewed) return;
  if (value === null) {
    // Its state has changed: the list tells how.
    draft.looks = 0;
    draft.lookedAt = Number.NEGATIVE_INFINITY;
  } else draft.view = put(draft.view, model, { ...viewed, progress: value });
}

function hear(draft: Draft, news: PeerNews): void {
  const reopened = [...draft.peers.closed].some((model) => !news.closed.has(model));
  if (reopened) lookAgain(draft);
  draft.peers = news;
}
