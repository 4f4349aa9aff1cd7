import { Piscina } from 'piscina';
import { nextTask, type Job, type Share } from './batches.ts';
import { EmbeddingsError } from './embeddings-error.ts';
import { CONTEXT } from './model-facts.ts';
import type { EmbedResult, EmbedTask } from './worker.ts';

export interface EmbeddingsEngineOptions {
  /** The bundled worker entry: an absolute path or a `file:` URL. */
  readonly workerFile: string | URL;
  /** How long the thread outlives its last task, in milliseconds; its memory (about 200 MB) goes with it. */
  readonly idleTimeout?: number | undefined;
}

export interface EmbeddingsEngine {
  /**
   * One vector of 512 numbers and length 1 for each text, in order, and its tokens in the model's own vocabulary.
   * Throws {@link EmbeddingsError} (`too_long`: a text of more than 8192 tokens), and the signal's reason as soon as it
   * aborts; texts not yet begun are then dropped.
   */
  embed(
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<EmbedResult>;
  /** Ends the thread; what waits is rejected. */
  close(): Promise<void>;
}

const IDLE_TIMEOUT = 60_000;

/**
 * The embedded embeddings engine: English, on the CPU, in one thread that exists while it is needed. What callers ask
 * for while the thread is busy runs together, in tasks of bounded size.
 */
export function createEmbeddingsEngine(options: EmbeddingsEngineOptions): EmbeddingsEngine {
  const pool = new Piscina<EmbedTask, EmbedResult>({
    filename: options.workerFile.toString(),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: options.idleTimeout ?? IDLE_TIMEOUT,
  });
  const waiting: Job[] = [];
  let busy = false;
  let closed = false;
  let task = new AbortController();
  // A thread that cannot start (a file or a package is missing) fails the pool, not the task that waits for it.
  pool.on('error', (cause: unknown) => task.abort(cause));

  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    // Callers of this turn of the event loop share a task.
    await Promise.resolve();
    while (waiting.length > 0) {
      const shares = nextTask(waiting);
      try {
        task = new AbortController();
        const texts = shares.flatMap((share) => share.texts);
        deliver(waiting, shares, await pool.run({ texts }, { signal: task.signal }));
      } catch (cause) {
        const error = closed
          ? closedError()
          : new EmbeddingsError('engine_failed', 'the embeddings engine failed', undefined, cause);
        for (const { job } of shares) drop(waiting, job, error);
      }
    }
    busy = false;
  };

  return {
    embed: async (texts, { signal } = {}) => {
      signal?.throwIfAborted();
      if (closed) throw closedError();
      const result: EmbedResult = { vectors: [], tokens: [] };
      if (texts.length === 0) return result;
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => drop(waiting, job, signal?.reason);
        const settled = (): void => signal?.removeEventListener('abort', onAbort);
        const job: Job = {
          ...result,
          texts,
          taken: 0,
          resolve: () => (settled(), resolve()),
          reject: (reason) => (settled(), reject(reason)),
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(job);
        void pump();
      });
      return result;
    },
    close: async () => {
      closed = true;
      for (const job of waiting.slice()) drop(waiting, job, closedError());
      await pool.destroy();
    },
  };
}

const closedError = (): EmbeddingsError =>
  new EmbeddingsError('closed', 'the embeddings engine is closed');

function drop(waiting: Job[], job: Job, reason: unknown): void {
  const at = waiting.indexOf(job);
  if (at >= 0) waiting.splice(at, 1);
  job.reject(reason);
}

function deliver(waiting: Job[], shares: readonly Share[], result: EmbedResult): void {
  let from = 0;
  for (const { job, start, texts } of shares) {
    const tokens = result.tokens.slice(from, from + texts.length);
    job.vectors.push(...result.vectors.slice(from, from + texts.length));
    job.tokens.push(...tokens);
    from += texts.length;
    const long = tokens.findIndex((count) => count > CONTEXT);
    if (long >= 0) {
      const message = `text ${start + long} has more than ${CONTEXT} tokens`;
      drop(waiting, job, new EmbeddingsError('too_long', message, start + long));
    } else if (job.tokens.length === job.texts.length) job.resolve();
  }
}
