import type { Strike } from './fault-server.ts';
import type { Kind, Outcome } from './outcome.ts';

/** One way a backend fails, and what must come of it. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  /** The scenario of failoverbench/failoverbench that is most like it. */
  readonly bench?: string;
  readonly strike: Strike;
  /** What the client must see, by what it asked for; a kind left out cannot be hit. */
  readonly client: Readonly<Partial<Record<Kind, Outcome>>>;
  /** Whether five such calls in a row open the breaker. */
  readonly counts: boolean;
  /** Ends a kept connection like one that has expired: what can be sent again is, once, on a new one. */
  readonly expires?: boolean;
  /** Strikes when nothing has been asked for so many milliseconds. */
  readonly afterMs?: number;
  /** Said by a router, it is asked once more when the model has been looked after. */
  readonly askedAgain?: boolean;
  /** Set where the backend's connection must be closed afterwards; one that answered in full may be kept. */
  readonly closes?: boolean;
  /** Takes as long as a limit; several are waited for at once. */
  readonly slow?: boolean;
  /** Calls that mean something else by it. */
  readonly spares?: readonly string[];
  /** Needs an upload that does not fit into the buffers between client and backend. */
  readonly large?: boolean;
}

export const every = (outcome: Outcome): Fault['client'] => ({
  json: outcome,
  audio: outcome,
  chat: outcome,
  events: outcome,
});
