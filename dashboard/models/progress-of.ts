import { queue, stateOf, type Model } from '../api/models.ts';

/** How far a load is, 0 to 1; null: it goes on, nobody knows how far; undefined: nothing is loading. */
export function progressOf(model: Model): number | null | undefined {
  const state = stateOf(model);
  if (state !== 'loading' && state !== 'downloading') return undefined;
  const { current } = queue.data.value ?? {};
  if (current?.model === model.id && current.progress !== null) return current.progress;
  const told = model.status?.progress;
  return typeof told === 'number' ? told : null;
}
