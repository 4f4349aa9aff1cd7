import { wakeAt } from './bounds.ts';
import type { Effect, Event } from './event.ts';
import type { Limits } from './limits.ts';
import { initialState, type State } from './state.ts';
import { step } from './step.ts';

export interface RunLoop {
  readonly dispatch: (event: Event) => void;
  readonly state: () => State;
  readonly stop: () => void;
}

/** Feeds `step` what happens, has its effects performed and wakes it when it asked to be; one timer at most. */
export function createRunLoop(
  limits: Limits,
  perform: (effect: Effect) => void,
  afterwards: (before: State, now: State) => void,
): RunLoop {
  const events: Event[] = [];
  let state = initialState(limits.maxModels);
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  /** What happens while effects are carried out is taken in after them. */
  const dispatch = (event: Event): void => {
    events.push(event);
    if (running) return;
    running = true;
    const before = state;
    try {
      for (let next = events.shift(); next; next = events.shift()) {
        const result = step(state, next, performance.now(), limits);
        state = result.state;
        for (const effect of result.effects) perform(effect);
      }
    } finally {
      running = false;
    }
    afterwards(before, state);
    clearTimeout(timer);
    const due = wakeAt(state, limits);
    if (!Number.isFinite(due)) return;
    timer = setTimeout(dispatch, Math.max(1, due - performance.now()), { type: 'tick' });
    // Whoever waits has a connection that keeps the process running.
    timer.unref();
  };
  return { dispatch, state: () => state, stop: () => clearTimeout(timer) };
}
