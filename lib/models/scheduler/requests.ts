import { EVERY, inFlightOf, passes } from './admission.ts';
import { lookAgain, noteUse, put, type Draft } from './draft.ts';
import type { RequestEvent } from './event.ts';
import { isPinned, queueFull } from './refusals.ts';
import type { Waiter } from './state.ts';

/** Takes in what the gateway's own requests do. */
export function takeRequest(draft: Draft, event: RequestEvent): void {
  switch (event.type) {
    case 'arrive':
      return arrive(draft, event);
    case 'leave':
      draft.waiters = draft.waiters.filter(({ id }) => id !== event.id);
      return;
    case 'release':
      return release(draft, event.model);
    case 'missed':
      draft.view = put(draft.view, event.model, undefined);
      return lookAgain(draft);
    case 'bounced':
      return bounce(draft, event);
  }
}

function arrive(
  draft: Draft,
  { id, kind, model, ctxSize }: Extract<RequestEvent, { type: 'arrive' }>,
): void {
  const waiter: Waiter = { id, kind, model, ctxSize, since: draft.at };
  if (kind === 'unload' && draft.limits.pinned.has(model)) {
    // At once: while it waited, it would hold up the requests behind it.
    draft.effects.push({ type: 'refuse', id, error: isPinned(model) });
    return;
  }
  if (draft.waiters.length >= draft.limits.maxHeld && !(kind === 'use' && passes(draft, waiter))) {
    draft.effects.push({ type: 'refuse', id, error: queueFull(draft, model) });
    return;
  }
  draft.waiters = [...draft.waiters, waiter];
}

function release(draft: Draft, model: string): void {
  const left = inFlightOf(draft, model) - 1;
  draft.inFlight = put(draft.inFlight, model, left > 0 ? left : undefined);
  noteUse(draft, model);
}

function bounce(draft: Draft, event: Extract<RequestEvent, { type: 'bounced' }>): void {
  const { id, model, since, ctxSize } = event;
  release(draft, model);
  const waiters: Waiter[] = [...draft.waiters, { id, kind: 'use', model, ctxSize, since }];
  draft.waiters = waiters.sort((a, b) => a.since - b.since || a.id - b.id);
  const { peers } = draft;
  if (!peers.closed.has(EVERY))
    draft.peers = { ...peers, closed: new Set([...peers.closed, model]) };
}
