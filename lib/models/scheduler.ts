import { ApiError } from '../errors.ts';
import { isUsable, stateOf, type RouterModel, type RouterPort } from './router-port.ts';

/** The right to use a model until `release`; while one is held the model is not unloaded. */
export interface Lease {
  readonly model: string;
  /** Milliseconds spent waiting for other models' requests, and for the load. */
  readonly queueMs: number;
  readonly loadMs: number;
  readonly release: () => void;
}

export interface SchedulerOptions {
  readonly loadSeconds: number;
  readonly pollMs?: number;
  readonly runtime?: RuntimeChange;
}

/** A change of the router's own start arguments that a model asks for; it restarts the router. */
export interface RuntimeChange {
  readonly needed: (model: string, listed: readonly RouterModel[]) => boolean | Promise<boolean>;
  /** Called with no request in flight; resolves when the router is back with the new arguments. */
  readonly apply: (model: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Who may use which model of one router. Requests for a model in use pass at once; a swap waits until the others'
 * requests are done, unloads them, loads, and lets its whole queue through. Swaps happen one at a time, in the order
 * they were asked for, so two models never unload each other.
 */
export function createScheduler(router: RouterPort, options: SchedulerOptions) {
  const inFlight = new Map<string, number>();
  const idle = new Set<() => void>();
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;

  const enter = (model: string, queueMs: number, loadMs: number): Lease => {
    inFlight.set(model, (inFlight.get(model) ?? 0) + 1);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      const left = inFlight.get(model)! - 1;
      if (left > 0) inFlight.set(model, left);
      else inFlight.delete(model);
      for (const wake of Array.from(idle)) wake();
    };
    return { model, queueMs, loadMs, release };
  };

  const drained = async (signal: AbortSignal): Promise<void> => {
    while (inFlight.size > 0) await nextWake(idle, signal);
  };

  const swap = async (model: string, signal: AbortSignal): Promise<number> => {
    const listed = await router.list(signal);
    const entry = find(listed, model);
    const change = (await options.runtime?.needed(model, listed)) ?? false;
    if (isUsable(entry) && !change) return 0;
    await drained(signal);
    const started = performance.now();
    if (change) await options.runtime!.apply(model, signal);
    for (const other of change ? await router.list(signal) : listed) {
      if (other.id !== model && stateOf(other) === 'loaded') await router.unload(other.id, signal);
    }
    await load(router, model, options, signal);
    return performance.now() - started;
  };

  /** Runs `work` when every earlier turn is over; what is asked for meanwhile waits behind it. */
  const inTurn = async <T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    const before = turn;
    let done = (): void => {};
    turn = new Promise((resolve) => (done = resolve));
    waiting++;
    try {
      await untilAborted(before, signal);
      return await work();
    } finally {
      waiting--;
      // A waiter that left early still passes the turn on only after its predecessor is done.
      before.then(done, done);
    }
  };

  /** @throws {ApiError} 400 unknown model, 502 the load failed, 503 unreachable, 504 not loaded in time. */
  const acquire = async (model: string, signal: AbortSignal): Promise<Lease> => {
    if (waiting === 0 && inFlight.has(model)) return enter(model, 0, 0);
    const started = performance.now();
    return inTurn(async () => {
      const loadMs = inFlight.has(model) ? 0 : await swap(model, signal);
      return enter(model, Math.max(0, performance.now() - started - loadMs), loadMs);
    }, signal);
  };

  /** Unloads a model when no request uses it any more. */
  const unload = (model: string, signal: AbortSignal): Promise<void> =>
    inTurn(async () => {
      while (inFlight.has(model)) await nextWake(idle, signal);
      await router.unload(model, signal);
    }, signal);

  return { acquire, unload };
}

export type Scheduler = ReturnType<typeof createScheduler>;

function find(listed: readonly RouterModel[], model: string): RouterModel {
  const entry = listed.find(({ id }) => id === model);
  if (entry) return entry;
  // A plain llama.cpp server has one model and ignores the name.
  if (listed.length > 0 && listed.every(({ status }) => !status)) return listed[0]!;
  throw new ApiError(
    400,
    'model_not_found',
    `the model "${model.slice(0, 200)}" is not in the router's list`,
    { param: 'model' },
  );
}

async function load(
  router: RouterPort,
  model: string,
  options: SchedulerOptions,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + options.loadSeconds * 1000;
  const entry = find(await router.list(signal), model);
  if (!['loading', 'downloading'].includes(stateOf(entry))) await router.load(model, signal);
  let delay = 25;
  while (performance.now() < deadline) {
    const now = await router.list(signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return null;
    });
    const current = now?.find(({ id }) => id === model);
    if (current && isUsable(current)) return;
    if (current && stateOf(current) === 'failed')
      throw new ApiError(502, 'model_load_failed', `the model "${model}" failed to load`);
    await sleep(delay, signal);
    delay = Math.min(delay * 2, options.pollMs ?? 1000);
  }
  throw new ApiError(
    504,
    'model_load_timeout',
    `the model "${model}" was not loaded within ${options.loadSeconds} s`,
    {
      headers: { 'retry-after': '10' },
    },
  );
}

function nextWake(wakers: Set<() => void>, signal: AbortSignal): Promise<void> {
  let wake = (): void => {};
  const woken = new Promise<void>((resolve) => (wake = resolve));
  wakers.add(wake);
  return untilAborted(woken, signal).finally(() => wakers.delete(wake));
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout;
  return untilAborted(
    new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))),
    signal,
  ).finally(() => clearTimeout(timer));
}
