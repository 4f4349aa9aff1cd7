import { Piscina } from 'piscina';
import type { Diarization, DiarizeOptions } from './diarize.ts';
import { SpeakersError } from './speakers-error.ts';
import type { Verification } from './verify.ts';
import type { SpeakersTask } from './worker.ts';

export interface SpeakersEngineOptions {
  /** The bundled worker entry: an absolute path or a `file:` URL. */
  readonly workerFile: string | URL;
  /** How long the thread outlives its last task, in milliseconds; its memory goes with it. */
  readonly idleTimeout?: number | undefined;
}

/**
 * Samples are mono at 16 kHz, -1 to 1, and stay the caller's. Both reject with the signal's reason as soon as it aborts,
 * and with {@link SpeakersError} when the engine is closed or fails.
 */
export interface SpeakersEngine {
  verify(
    first: Float32Array,
    second: Float32Array,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Verification>;
  diarize(samples: Float32Array, options?: DiarizeOptions): Promise<Diarization>;
  /** Ends the thread; what runs or waits is rejected. */
  close(): Promise<void>;
}

const IDLE_TIMEOUT = 60_000;

/** The embedded speaker engine: one thread that exists while it is needed; an abort ends it with its task. */
export function createSpeakersEngine(options: SpeakersEngineOptions): SpeakersEngine {
  const pool = new Piscina<SpeakersTask, Verification | Diarization>({
    filename: options.workerFile.toString(),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: options.idleTimeout ?? IDLE_TIMEOUT,
  });
  const running = new Set<AbortController>();
  let closed = false;
  // A thread that cannot start (a file or a package is missing) fails the pool, not the task that waits for it.
  pool.on('error', (cause: unknown) => running.forEach((task) => task.abort(cause)));

  const run = async <T extends Verification | Diarization>(
    task: SpeakersTask,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    signal?.throwIfAborted();
    if (closed) throw new SpeakersError('closed', 'the speaker engine is closed');
    const own = new AbortController();
    const onAbort = (): void => own.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    running.add(own);
    try {
      return (await pool.run(task, { signal: own.signal })) as T;
    } catch (cause) {
      signal?.throwIfAborted();
      if (closed) throw new SpeakersError('closed', 'the speaker engine is closed', cause);
      throw new SpeakersError('engine_failed', 'the speaker engine failed', cause);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      running.delete(own);
    }
  };
  return {
    verify: (first, second, { signal } = {}) => run({ kind: 'verify', first, second }, signal),
    diarize: (samples, { signal, ...rest } = {}) =>
      run({ kind: 'diarize', samples, options: rest }, signal),
    close: async () => {
      closed = true;
      await pool.destroy();
    },
  };
}
