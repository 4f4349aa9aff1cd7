/**
 * Runs `work` for each item, one ahead of the reader: while the first result is being read the next is already being
 * made. Results come in order; when the reader stops, what is under way is abandoned through the signal.
 */
export async function* inTurn<T, R>(
  items: readonly T[],
  work: (item: T, signal: AbortSignal) => Promise<R>,
  outer: AbortSignal,
): AsyncGenerator<R> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const begin = (index: number): Promise<R> | null => {
    if (index >= items.length) return null;
    const promise = work(items[index]!, signal);
    promise.catch(() => {});
    return promise;
  };
  try {
    let next = begin(0);
    for (let index = 1; next; index++) {
      const result: R = await next;
      next = begin(index);
      yield result;
    }
  } finally {
    stop.abort();
  }
}
