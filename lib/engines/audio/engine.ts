import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { AudioError } from '../../audio/audio-error.ts';
import type { ConvertOptions } from '../../audio/convert.ts';
import { SPEECH_RATE } from '../../audio/sample-rates.ts';
import type { SpeechAudio, SpeechOptions } from '../../audio/speech.ts';
import type { AudioJob, AudioTask } from './audio-job.ts';
import { receiveChunks, sendChunks, type Movable } from './chunk-port.ts';
import type { DenoiseOptions } from './denoise.ts';

/** A worker that was told to stop and has not is ended after this many milliseconds. */
const GRACE = 500;
const IDLE = 60_000;
/** Steps take milliseconds; a thread silent this long, on a busy machine too, was given a file made to occupy it. */
const STALL_SECONDS = 60;

export interface AudioEngineOptions {
  /** The bundled `worker.ts`. */
  readonly workerFile: string;
  /** Jobs at a time; more wait in line. Half of the processors by default. */
  readonly threads?: number | undefined;
  /** A thread that is stuck in a file for so long is ended, and the file refused; 60 by default. */
  readonly stallSeconds?: number | undefined;
}

/** Audio work off the event loop. Sources and results stream; errors and aborts reach through. */
export interface AudioEngine {
  convert(source: AsyncIterable<Uint8Array>, options: ConvertOptions): AsyncIterable<Uint8Array>;
  denoise(source: AsyncIterable<Uint8Array>, options?: DenoiseOptions): AsyncIterable<Uint8Array>;
  speech(source: AsyncIterable<Uint8Array>, options?: SpeechOptions): SpeechAudio;
  /** Ends all threads; running jobs fail. */
  close(): Promise<void>;
}

/** Starts threads as jobs come, and ends them when none have come for a minute. */
export function createAudioEngine(options: AudioEngineOptions): AudioEngine {
  const pool = new Piscina({
    filename: options.workerFile,
    minThreads: 0,
    maxThreads: options.threads ?? Math.max(1, Math.floor(availableParallelism() / 2)),
    idleTimeout: IDLE,
    // A worker that waits in Atomics would not see the end of an ffmpeg it started.
    atomics: 'disabled',
  });
  const kills = new Set<AbortController>();
  // A thread that cannot start fails the pool, not the jobs that wait for it.
  pool.on('error', (cause: unknown) => kills.forEach((kill) => kill.abort(cause)));
  const threads = { pool, kills, stallSeconds: options.stallSeconds ?? STALL_SECONDS };
  return {
    convert: (source, { signal, ...rest }) =>
      runJob<Uint8Array>(threads, { kind: 'convert', options: rest }, source, signal),
    denoise: (source, { signal } = {}) =>
      runJob<Uint8Array>(threads, { kind: 'denoise' }, source, signal),
    speech: (source, { signal, ...rest } = {}) =>
      counted(runJob<Float32Array>(threads, { kind: 'speech', options: rest }, source, signal)),
    close: () => pool.destroy(),
  };
}

interface Threads {
  readonly pool: Piscina;
  /** One per running job; aborting it ends the job. */
  readonly kills: Set<AbortController>;
  readonly stallSeconds: number;
}

async function* runJob<T extends Movable>(
  { pool, kills, stallSeconds }: Threads,
  job: AudioJob,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  signal?.throwIfAborted();
  const [input, output] = [new MessageChannel(), new MessageChannel()];
  const kill = new AbortController();
  kills.add(kill);
  const task: AudioTask = { job, input: input.port2, output: output.port2 };
  const feeding = sendChunks(input.port1, copies(source));
  const running = pool.run(task, {
    transferList: [input.port2, output.port2],
    signal: kill.signal,
  }) as Promise<void>;
  let onAbort = (): void => undefined;
  let watch: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    running.catch(reject);
    output.port1.on('message', () => {
      clearTimeout(watch);
      watch = setTimeout(() => reject(stuck()), stallSeconds * 1000);
    });
  });
  broken.catch(() => undefined);
  try {
    yield* receiveChunks<T>(output.port1, broken);
  } catch (error) {
    signal?.throwIfAborted();
    // Where the source is to blame, its own error says more than the copy that went through the worker.
    const failed = await Promise.race([feeding, Promise.resolve(undefined)]);
    throw failed ? failed.reason : error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    output.port1.removeAllListeners('message');
    clearTimeout(watch);
    input.port1.close();
    const timer = setTimeout(() => kill.abort(), GRACE);
    void running
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        kills.delete(kill);
      });
  }
}

const stuck = (): AudioError =>
  new AudioError('bad_audio', 'the audio is damaged in a way that cannot be worked around');

/** Chunks are moved to the worker; the caller's own stay usable. */
async function* copies(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) yield Uint8Array.from(chunk);
}

function counted(chunks: AsyncIterable<Float32Array>): SpeechAudio {
  let samples = 0;
  async function* read(): AsyncGenerator<Float32Array, void, undefined> {
    for await (const chunk of chunks) {
      samples += chunk.length;
      yield chunk;
    }
  }
  const reading = read();
  return {
    get seconds() {
      return samples / SPEECH_RATE;
    },
    [Symbol.asyncIterator]: () => reading,
  };
}
