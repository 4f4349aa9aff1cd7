import { isUsable } from './admission.ts';
import { put, type Draft } from './draft.ts';
import type { Departure } from './state.ts';

/** An order long ago tells nothing of what the router does now. */
const departureOf = (draft: Draft, model: string): Departure | undefined => {
  const found = draft.departures.get(model);
  return found && draft.at - found.orderedAt < draft.limits.changePauseMs ? found : undefined;
};

/** The router has taken the order to unload the model. */
export function noteOrder(draft: Draft, model: string): void {
  const orders = (departureOf(draft, model)?.orders ?? 0) + 1;
  draft.departures = put(draft.departures, model, { orders, orderedAt: draft.at });
}

/**
 * A router answers before the model has ended: one it still calls usable is taken to be on its way for a while, so that
 * nobody is sent to it and no second order follows at once. What has gone, or come back, is forgotten.
 */
export function watchDepartures(draft: Draft): void {
  const { at, limits } = draft;
  for (const [model, { orderedAt }] of draft.departures) {
    const viewed = draft.view.get(model);
    if (viewed?.state === 'unloading') continue;
    if (!viewed || !isUsable(draft, model))
      draft.departures = put(draft.departures, model, undefined);
    else if (at - orderedAt < limits.orderMs)
      draft.view = put(draft.view, model, { ...viewed, state: 'unloading' });
  }
}

/** The router was ordered often enough to unload the model and has it still; for a while it is not asked again. */
export const isStuck = (draft: Draft, model: string): boolean =>
  (departureOf(draft, model)?.orders ?? 0) >= draft.limits.unloadOrders && isUsable(draft, model);
