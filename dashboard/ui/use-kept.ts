import { signal, type Signal } from '@preact/signals';

const kept = new Map<string, Signal<unknown>>();

type Change<T> = (next: T | ((old: T) => T)) => void;

/** `useState` that outlives its component: coming back to a view finds it as it was left. */
export function useKept<T>(name: string, initial: T): readonly [T, Change<T>] {
  if (!kept.has(name)) kept.set(name, signal<unknown>(initial));
  const state = kept.get(name) as Signal<T>;
  const change: Change<T> = (next) => {
    state.value = typeof next === 'function' ? (next as (old: T) => T)(state.peek()) : next;
  };
  return [state.value, change];
}
