import type { ChildProcess } from 'node:child_process';
import { ApiError } from '../errors.ts';
import { createBackoff } from './backoff.ts';
import { endChild } from './end-child.ts';
import { launchReady, type LaunchReadyOptions } from './launch-ready.ts';
import type { Launched } from './launch.ts';

export interface ServiceOptions extends LaunchReadyOptions {
  readonly idleSeconds: number;
  /** How long a function may take to finish its requests; a second later it is killed. Default 10. */
  readonly drainSeconds?: number;
  /** Stays up, as min-scale 1 does: not stopped when idle, started again when it ends. */
  readonly always?: boolean;
}

type State =
  | { readonly value: 'stopped' }
  | { readonly value: 'starting'; readonly ready: Promise<number> }
  | { readonly value: 'running'; readonly launched: Launched };

const REVIVE_MS = 500;

/** A use of a running function; it is not stopped while one is open. */
export interface Use {
  readonly port: number;
  readonly done: () => void;
}

export interface Service {
  readonly name: string;
  /** Starts the function if need be; concurrent callers share one start. @throws {ApiError} 503 when it does not come up. */
  readonly use: () => Promise<Use>;
  /** To be told when nothing listens at a port that `use` gave: resolves when the function there has gone. */
  readonly lost: (port: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Stops it for good: later uses are 503. */
  readonly close: () => Promise<void>;
  /** Ends the process at once. */
  readonly kill: () => void;
}

/** One function as a revision of one replica: at zero until the first request, and again after the last. */
export function createService(name: string, options: ServiceOptions): Service {
  let state: State = { value: 'stopped' };
  let open = 0;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  let child: ChildProcess | undefined;
  let stopping: Promise<void> = Promise.resolve();
  const backoff = createBackoff();

  const watch = (launched: Launched): void => {
    child = launched.child;
    launched.child.once('error', ({ message }) => options.onLine(`${name}: ${message}`));
    launched.child.once('exit', (code, signal) => {
      if (state.value !== 'running' || state.launched !== launched) return;
      state = { value: 'stopped' };
      backoff.ended();
      options.onLine(hasEndedBy(name, signal ?? `code ${code}`, options));
      if (options.always) revive(use);
    });
  };

  const begin = async (): Promise<number> => {
    await stopping;
    try {
      if (closed) throw shuttingDown();
      const launched = await launchReady(name, options, watch);
      state = { value: 'running', launched };
      backoff.began();
      return launched.port;
    } catch (error) {
      state = { value: 'stopped' };
      backoff.failed();
      throw error;
    }
  };

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    if (state.value === 'starting') await state.ready.catch(() => {});
    if (state.value !== 'running') return;
    const { child: running } = state.launched;
    state = { value: 'stopped' };
    await endChild(running, options.drainSeconds ?? 10);
  };

  const stop = (): Promise<void> => {
    stopping = stopping.then(end);
    return stopping;
  };

  const lost = async (port: number): Promise<void> => {
    if (state.value === 'running' && state.launched.port === port) await stop();
  };

  const use = async (): Promise<Use> => {
    if (closed) throw shuttingDown();
    if (state.value === 'stopped') backoff.check();
    clearTimeout(idle);
    open++;
    let used = true;
    const done = (): void => {
      if (!used) return;
      used = false;
      open--;
      if (open > 0 || options.always) return;
      idle = setTimeout(() => void stop(), options.idleSeconds * 1000);
      idle.unref();
    };
    try {
      if (state.value === 'stopped') state = { value: 'starting', ready: begin() };
      const port = state.value === 'starting' ? await state.ready : state.launched.port;
      return { port, done };
    } catch (error) {
      done();
      throw error;
    }
  };
  const close = (): Promise<void> => {
    closed = true;
    return stop();
  };
  return { name, use, lost, stop, close, kill: () => void child?.kill('SIGKILL') };
}

const hasEndedBy = (name: string, how: string, { always }: ServiceOptions): string =>
  `the function ${name} has ended by itself (${how}); ${always ? 'it is started again' : 'the next request starts it again'}`;

/** Tries until it runs, or is closed; the backoff lets most tries pass. */
function revive(use: Service['use']): void {
  use().then(
    ({ done }) => done(),
    (error: unknown) => {
      if (error instanceof ApiError && error.code === 'shutting_down') return;
      setTimeout(() => revive(use), REVIVE_MS).unref();
    },
  );
}

const shuttingDown = (): ApiError =>
  new ApiError(503, 'shutting_down', 'Synapse is stopping', {
    headers: { 'retry-after': '5', connection: 'close' },
  });
