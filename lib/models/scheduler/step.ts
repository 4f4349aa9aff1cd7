import { serveReady } from './admission.ts';
import { abandonUnwanted, look, refuseExpired } from './bounds.ts';
import { draftOf } from './draft.ts';
import type { Effect, Event } from './event.ts';
import type { Limits } from './limits.ts';
import { operate } from './operate.ts';
import type { State } from './state.ts';
import { take } from './take.ts';
import { endTurn, watchContention } from './turn.ts';

export interface Step {
  readonly state: State;
  /** To be done in this order. */
  readonly effects: readonly Effect[];
}

/** What happens next: no clock, no promise, no call is made in here. `at` never goes back from one step to the next. */
export function step(state: State, event: Event, at: number, limits: Limits): Step {
  const draft = draftOf(state, at, limits);
  take(draft, event);
  refuseExpired(draft);
  abandonUnwanted(draft);
  watchContention(draft);
  serveReady(draft, endTurn);
  operate(draft);
  // What an operation made possible, or no longer has to be kept for others.
  serveReady(draft, endTurn);
  look(draft);
  return { state: draft, effects: draft.effects };
}
