/**
 * Works on up to `width` items at a time while the source is read, and gives the results in the source's order, each
 * as soon as it and all before it are there. However it ends, running work is aborted and waited for; a source that
 * hangs is left behind. The first error of work, source or signal ends it.
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  width: number,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<R, void, undefined> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  let abort = (): void => {};
  const left = quiet(
    new Promise<never>((_resolve, reject) => {
      abort = () => {
        stop.abort(signal?.reason);
        reject(signal?.reason as Error);
      };
    }),
  );
  signal?.addEventListener('abort', abort, { once: true });
  const items = source[Symbol.asyncIterator]();
  const running: Promise<R>[] = [];
  let reading: Promise<IteratorResult<T>> | undefined;
  let exhausted = false;
  try {
    for (;;) {
      if (!exhausted && running.length < width) reading ??= quiet(items.next());
      if (!reading && running.length === 0) return;
      const first = await Promise.race([
        left,
        ...named('result', running[0]),
        ...named('item', reading),
      ]);
      if ('result' in first) {
        void running.shift();
        yield first.result;
        continue;
      }
      reading = undefined;
      if (first.item.done) exhausted = true;
      else running.push(quiet(work(first.item.value, stop.signal)));
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort();
    void quiet(Promise.resolve(items.return?.()));
    await Promise.allSettled(running);
  }
}

/** The same promise; that nobody may be left to see it fail is no fault of the process. */
function quiet<P extends Promise<unknown>>(promise: P): P {
  promise.catch(() => {});
  return promise;
}

/** Tells in a race who has won. */
const named = <K extends string, V>(
  key: K,
  promise: Promise<V> | undefined,
): Promise<Record<K, V>>[] =>
  promise ? [promise.then((value) => ({ [key]: value }) as Record<K, V>)] : [];
