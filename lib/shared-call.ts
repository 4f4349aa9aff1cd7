/**
 * One call for all who want its result at the same time. Who leaves stops waiting at once; when the last has left, the
 * call is ended.
 */
export function createSharedCall<T>(call: (signal: AbortSignal) => Promise<T>) {
  let running: {
    readonly result: Promise<T>;
    readonly stop: AbortController;
    waiting: number;
  } | null = null;

  const begin = (): NonNullable<typeof running> => {
    const stop = new AbortController();
    const begun = { result: call(stop.signal), stop, waiting: 0 };
    const over = (): void => {
      if (running === begun) running = null;
    };
    begun.result.then(over, over);
    return begun;
  };
  /** @throws what the call fails with, or the reason of `signal`. */
  return async (signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    const mine = (running ??= begin());
    mine.waiting++;
    try {
      return await orAborted(mine.result, signal);
    } finally {
      mine.waiting--;
      if (mine.waiting === 0) {
        if (running === mine) running = null;
        mine.stop.abort();
      }
    }
  };
}

function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
