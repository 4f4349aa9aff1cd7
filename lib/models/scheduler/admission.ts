import type { Draft } from './draft.ts';
import { noteUse, put } from './draft.ts';
import type { State, Waiter } from './state.ts';

/** Stands for all models of the router. */
export const EVERY = '*';

export const inFlightOf = (state: State, model: string): number => state.inFlight.get(model) ?? 0;

/** The router runs with the context size the waiter's model asks for, or it asks for none. */
export const fits = (state: State, { ctxSize }: Waiter): boolean =>
  state.plain || ctxSize === null || ctxSize === state.routerCtxSize;

export function isUsable(state: State, model: string): boolean {
  const found = state.view.get(model)?.state;
  return state.plain || found === 'loaded' || found === 'sleeping';
}

/** What the view says of a model is believed: it was taken lately, or requests of ours are being answered. */
const isKnown = (draft: Draft, model: string): boolean =>
  draft.inFlight.has(model) || draft.at - draft.viewedAt < draft.limits.freshMs;

const concerns = (closed: string | null, model: string): boolean =>
  closed === EVERY || closed === model;

export const closedByPeers = ({ peers }: State, model: string): boolean =>
  peers.closed.has(EVERY) || peers.closed.has(model);

/** No request may begin to use the model: it is about to go, here or by another replica. */
function isClosed(state: State, model: string): boolean {
  const { operation } = state;
  if (operation?.kind === 'change') return true;
  if (operation && operation.kind !== 'load' && concerns(operation.model, model)) return true;
  return concerns(state.contention?.draining ?? null, model) || closedByPeers(state, model);
}

const canServe = (draft: Draft, waiter: Waiter): boolean =>
  fits(draft, waiter) &&
  isUsable(draft, waiter.model) &&
  isKnown(draft, waiter.model) &&
  !isClosed(draft, waiter.model);

/** Whether a request that comes now passes at once. */
export const passes = (draft: Draft, waiter: Waiter): boolean =>
  canServe(draft, waiter) &&
  !draft.waiters.some(({ kind, model }) => kind === 'unload' && model === waiter.model);

/** Serves all who can be, in the order they came; one who wants a model unloaded holds up those behind it. */
export function serveReady(draft: Draft, afterEach: (draft: Draft) => void): void {
  const unloading = new Set<string>();
  const left = draft.waiters.filter((waiter) => {
    if (waiter.kind === 'unload') {
      unloading.add(waiter.model);
      return true;
    }
    if (unloading.has(waiter.model) || !canServe(draft, waiter)) return true;
    serve(draft, waiter);
    afterEach(draft);
    return false;
  });
  if (left.length < draft.waiters.length) draft.waiters = left;
}

function serve(draft: Draft, waiter: Waiter): void {
  const { at, lastSwap, contention } = draft;
  const { id, model, since } = waiter;
  const swapped = lastSwap?.model === model && lastSwap.endedAt > since;
  const loadMs = swapped ? lastSwap.endedAt - Math.max(lastSwap.since, since) : 0;
  draft.inFlight = put(draft.inFlight, model, inFlightOf(draft, model) + 1);
  noteUse(draft, model);
  if (contention) draft.contention = { ...contention, served: contention.served + 1 };
  draft.effects.push({ type: 'serve', id, model, loadMs, queueMs: at - since - loadMs });
}
