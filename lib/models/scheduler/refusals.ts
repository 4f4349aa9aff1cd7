import { ApiError } from '../../errors.ts';
import type { Draft } from './draft.ts';
import type { State, Waiter } from './state.ts';

/** Ends the wait of all that `which` names, with the same error. */
export function refuseAll(draft: Draft, which: (waiter: Waiter) => boolean, error: ApiError): void {
  const refused = draft.waiters.filter(which);
  if (refused.length === 0) return;
  draft.waiters = draft.waiters.filter((waiter) => !which(waiter));
  for (const { id } of refused) draft.effects.push({ type: 'refuse', id, error });
}

export const usersOf =
  (model: string) =>
  (waiter: Waiter): boolean =>
    waiter.kind === 'use' && waiter.model === model;

/** A delay in both spellings clients obey, and that trying again is worth it. */
function comeBack(ms: number): Record<string, string> {
  const delay = Math.min(60_000, Math.max(1000, Math.round(ms)));
  return {
    'retry-after': String(Math.ceil(delay / 1000)),
    'retry-after-ms': String(delay),
    'x-should-retry': 'true',
  };
}

const usualLoad = (state: State, model: string): number => state.learned.get(model) ?? 10_000;

export const queueFull = (state: State, model: string): ApiError =>
  new ApiError(503, 'queue_full', `${state.waiters.length} requests wait for models already`, {
    headers: comeBack(usualLoad(state, model)),
  });

export const waitedTooLong = (state: State, model: string, ms: number): ApiError =>
  new ApiError(
    503,
    'queue_timeout',
    `the model "${model}" could not be used within ${Math.round(ms / 1000)} s`,
    { headers: comeBack(usualLoad(state, model)) },
  );

export const unknownModel = (model: string): ApiError =>
  new ApiError(
    400,
    'model_not_found',
    `the model "${model.slice(0, 200)}" is not in the router's list`,
    { param: 'model' },
  );

export function loadFailed(model: string, exitCode: number | null): ApiError {
  const how = exitCode === null ? '' : ` (exit code ${exitCode})`;
  return new ApiError(502, 'model_load_failed', `the model "${model}" failed to load${how}`);
}

export const loadVanished = (model: string): ApiError =>
  new ApiError(502, 'model_load_failed', `the model "${model}" was unloaded while it loaded`);

export const loadTooSlow = (state: State, model: string, ms: number): ApiError =>
  new ApiError(
    504,
    'model_load_timeout',
    `the model "${model}" was not loaded within ${ms / 1000} s`,
    { headers: comeBack(usualLoad(state, model)) },
  );

export const loadIgnored = (model: string): ApiError =>
  new ApiError(
    502,
    'model_load_failed',
    `the router took the order to load the model "${model}" and did not begin`,
  );

export const notUnloaded = (model: string, victim: string, orders: number): ApiError =>
  new ApiError(
    502,
    'model_not_unloaded',
    `the model "${model}" cannot be loaded: the router took ${orders} orders to unload "${victim}" and has it still`,
  );

export const noRoom = (model: string): ApiError =>
  new ApiError(
    503,
    'no_room_for_model',
    `the model "${model}" cannot be loaded: every place of the router is taken by a pinned model`,
    { headers: { 'x-should-retry': 'false' } },
  );

export const isPinned = (model: string): ApiError =>
  new ApiError(409, 'model_pinned', `the model "${model}" is pinned and never unloaded`, {
    param: 'model',
  });

/** A router that refuses an order is at fault, not the client that waits for it. */
export function orderRefused(model: string, error: ApiError): ApiError {
  if (error.status >= 500) return error;
  return new ApiError(502, 'model_load_failed', `the model "${model}": ${error.message}`, {
    cause: error,
  });
}
