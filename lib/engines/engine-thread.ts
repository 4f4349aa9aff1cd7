import { Piscina } from 'piscina';

export interface EngineThreadOptions {
  /** The bundled worker entry: an absolute path or a `file:` URL. */
  readonly workerFile: string | URL;
  /** How long the thread outlives its last task, in milliseconds; its memory goes with it. */
  readonly idleTimeout?: number | undefined;
}

/** One worker thread that exists while it is needed. */
export interface EngineThread<T, R> {
  /**
   * Runs a task, one after the other. An abort ends the thread at once and rejects with the signal's reason; a thread
   * that cannot start or is closed rejects what waits for it.
   */
  readonly run: (task: T, signal?: AbortSignal) => Promise<R>;
  readonly close: () => Promise<void>;
}

const IDLE_MS = 60_000;

export function createEngineThread<T, R>({
  workerFile,
  idleTimeout = IDLE_MS,
}: EngineThreadOptions): EngineThread<T, R> {
  const pool = new Piscina<T, R>({
    filename: workerFile.toString(),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout,
  });
  const running = new Set<AbortController>();
  // A thread that cannot start (a file or a package is missing) fails the pool, not the task that waits for it.
  pool.on('error', (cause: unknown) => running.forEach((task) => task.abort(cause)));
  return {
    run: async (task, signal) => {
      signal?.throwIfAborted();
      const own = new AbortController();
      const onAbort = (): void => own.abort(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      running.add(own);
      try {
        return await pool.run(task, { signal: own.signal });
      } catch (error) {
        signal?.throwIfAborted();
        throw own.signal.aborted ? own.signal.reason : error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
        running.delete(own);
      }
    },
    close: () => pool.destroy(),
  };
}
