import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { ApiError } from '../errors.ts';
import { launch, type Launched, type LaunchOptions } from './launch.ts';

export interface ServiceOptions extends LaunchOptions {
  readonly idleSeconds: number;
  readonly holdSeconds: number;
  /** How long a function may take to finish its requests; a second later it is killed. Default 10. */
  readonly drainSeconds?: number;
  /** Stays up when idle, as min-scale 1 does. */
  readonly always?: boolean;
}

type State =
  | { readonly value: 'stopped' }
  | { readonly value: 'starting'; readonly ready: Promise<number> }
  | { readonly value: 'running'; readonly launched: Launched };

/** A use of a running function; it is not stopped while one is open. */
export interface Use {
  readonly port: number;
  readonly done: () => void;
}

export interface Service {
  readonly name: string;
  /** Starts the function if need be; concurrent callers share one start. @throws {ApiError} 503 when it does not come up. */
  readonly use: () => Promise<Use>;
  readonly stop: () => Promise<void>;
}

/** One function as a revision of one replica: at zero until the first request, and again after the last. */
export function createService(name: string, options: ServiceOptions): Service {
  let state: State = { value: 'stopped' };
  let open = 0;
  let idle: NodeJS.Timeout | undefined;
  let stopping: Promise<void> = Promise.resolve();

  const begin = async (): Promise<number> => {
    await stopping;
    const launched = await launch(name, options).catch((cause: unknown) => {
      state = { value: 'stopped' };
      throw notReady(cause);
    });
    launched.child.once('error', ({ message }) => options.onLine(`${name}: ${message}`));
    launched.child.once('exit', (code, signal) => {
      if (state.value === 'running' && state.launched === launched) {
        state = { value: 'stopped' };
        options.onLine(
          `the function ${name} has ended by itself (${signal ?? `code ${code}`}); the next request starts it again`,
        );
      }
    });
    try {
      await untilReady(launched, options.holdSeconds);
    } catch (error) {
      launched.child.kill('SIGKILL');
      state = { value: 'stopped' };
      throw error;
    }
    state = { value: 'running', launched };
    return launched.port;
  };

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    if (state.value === 'starting') await state.ready.catch(() => {});
    if (state.value !== 'running') return;
    const { child } = state.launched;
    state = { value: 'stopped' };
    if (hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const impatience = setTimeout(
      () => child.kill('SIGKILL'),
      ((options.drainSeconds ?? 10) + 1) * 1000,
    );
    await gone;
    clearTimeout(impatience);
  };

  const stop = (): Promise<void> => {
    stopping = stopping.then(end);
    return stopping;
  };

  const use = async (): Promise<Use> => {
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
  return { name, use, stop };
}

async function untilReady({ child, port }: Launched, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    if (hasEnded(child)) break;
    if ((await isReady(port)) && !hasEnded(child)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw notReady();
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

const notReady = (cause?: unknown): ApiError =>
  new ApiError(503, 'function_not_ready', 'the function did not start; its log says why', {
    cause,
    headers: { 'retry-after': '5' },
  });

const isReady = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = request(
      { port, host: '127.0.0.1', path: '/readyz', agent: false, timeout: 2000 },
      (res) => {
        res.resume();
        resolve(res.statusCode === 200);
      },
    );
    probe.on('error', () => resolve(false)).on('timeout', () => probe.destroy());
    probe.end();
  });
