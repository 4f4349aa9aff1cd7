import type { Effect } from './event.ts';
import type { Limits } from './limits.ts';
import type { State } from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A step in the making: the next state, whose fields are replaced and never changed in place, and its effects. */
export interface Draft extends Mutable<State> {
  readonly at: number;
  readonly limits: Limits;
  readonly effects: Effect[];
}

export const draftOf = (state: State, at: number, limits: Limits): Draft => ({
  ...state,
  at,
  limits,
  effects: [],
});

/** The map with one entry set, or taken out by `undefined`. */
export function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): ReadonlyMap<K, V> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

/** The view is not believed any more. */
export function lookAgain(draft: Draft): void {
  draft.viewedAt = Number.NEGATIVE_INFINITY;
}

/** A server that takes any name would have all of them remembered. */
export function noteUse(draft: Draft, model: string): void {
  if (!draft.plain) draft.lastUsed = put(draft.lastUsed, model, draft.at);
}
