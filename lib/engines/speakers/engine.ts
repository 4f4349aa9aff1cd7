import type { Diarization, DiarizeOptions } from './diarize.ts';
import { SpeakersError } from './speakers-error.ts';
import type { Verification } from './verify.ts';
import { createEngineThread, type EngineThreadOptions } from '../engine-thread.ts';
import type { SpeakersTask } from './worker.ts';

export type SpeakersEngineOptions = EngineThreadOptions;

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

/** The embedded speaker engine: one thread that exists while it is needed; an abort ends it with its task. */
export function createSpeakersEngine(options: SpeakersEngineOptions): SpeakersEngine {
  const thread = createEngineThread<SpeakersTask, Verification | Diarization>(options);
  let closed = false;
  const run = async <T extends Verification | Diarization>(
    task: SpeakersTask,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    signal?.throwIfAborted();
    if (closed) throw new SpeakersError('closed', 'the speaker engine is closed');
    try {
      return (await thread.run(task, signal)) as T;
    } catch (cause) {
      signal?.throwIfAborted();
      if (closed) throw new SpeakersError('closed', 'the speaker engine is closed', cause);
      throw new SpeakersError('engine_failed', 'the speaker engine failed', cause);
    }
  };
  return {
    verify: (first, second, { signal } = {}) => run({ kind: 'verify', first, second }, signal),
    diarize: (samples, { signal, ...rest } = {}) =>
      run({ kind: 'diarize', samples, options: rest }, signal),
    close: async () => {
      closed = true;
      await thread.close();
    },
  };
}
