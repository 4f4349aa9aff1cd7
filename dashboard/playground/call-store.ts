import { batch, signal, type Signal } from '@preact/signals';
import { isAbort, toFault, type Fault } from '../api/fault.ts';
import { request, type RequestOptions } from '../api/request.ts';
import { meteredAnswer } from './metered-answer.ts';
import { factsOf, NO_TIMING, type Timing } from './timing.ts';

/** What a consumer of an answer may do beside reading it. */
export interface CallMarks {
  readonly signal: AbortSignal;
  /** The first sound was heard or the first word read; `inMs`: later than now. */
  readonly firstResult: (inMs?: number) => void;
}

export type Consume = (answer: Response, marks: CallMarks) => Promise<void>;

/** The call of a tool, with when what happened. It goes on while other views are open. */
export interface CallStore {
  readonly busy: Signal<boolean>;
  readonly stopped: Signal<boolean>;
  readonly fault: Signal<Fault | undefined>;
  readonly timing: Signal<Timing | undefined>;
  /** Makes the call and hands its answer over; the one before is given up. */
  readonly run: (path: string, options: RequestOptions, consume: Consume) => Promise<void>;
  /** Gives up; the server and its backend stop too. */
  readonly stop: () => void;
}

const stores = new Map<string, CallStore>();

/** One for each tool. */
export function callOf(tool: string): CallStore {
  let store = stores.get(tool);
  if (!store) stores.set(tool, (store = createStore()));
  return store;
}

function createStore(): CallStore {
  const busy = signal(false);
  const stopped = signal(false);
  const fault = signal<Fault | undefined>(undefined);
  const timing = signal<Timing | undefined>(undefined);
  let running: AbortController | undefined;

  const run = async (path: string, options: RequestOptions, consume: Consume): Promise<void> => {
    running?.abort();
    const mine = (running = new AbortController());
    const started = performance.now();
    const since = (): number => performance.now() - started;
    const note = (change: (old: Timing) => Partial<Timing>): void => {
      if (mine !== running) return;
      const old = timing.peek() ?? NO_TIMING;
      timing.value = { ...old, ...change(old) };
    };
    batch(() => {
      timing.value = { ...NO_TIMING, startedAt: Date.now() };
      fault.value = undefined;
      stopped.value = false;
      busy.value = true;
    });
    try {
      const answer = await request(path, { ...options, signal: mine.signal });
      note(() => ({ headersMs: since(), ...factsOf(answer.headers) }));
      await consume(meteredAnswer(answer, since, note), {
        signal: mine.signal,
        firstResult: (inMs = 0) =>
          note((old) => (old.firstResultMs === undefined ? { firstResultMs: since() + inMs } : {})),
      });
    } catch (thrown) {
      if (mine !== running) return;
      if (isAbort(thrown) || mine.signal.aborted) stopped.value = true;
      else fault.value = toFault(thrown);
    }
    if (mine !== running) return;
    note(() => ({ totalMs: since() }));
    busy.value = false;
  };
  return { busy, stopped, fault, timing, run, stop: () => running?.abort() };
}
