import type { ConnectionFault } from './connection-fault.ts';
import type { Fault } from './fault.ts';
import type { Operation } from './operation.ts';
import { cut, refused, type Outcome } from './outcome.ts';

/** What must come of a fault. */
export interface Expected {
  readonly client: Outcome;
  /** Requests the backend may see. */
  readonly attempts: readonly number[];
  readonly log: { readonly level: 'info' | 'warn'; readonly code: string | undefined };
}

/** What an operation must make of a fault, or null where it cannot be hit by it. */
export function expected(operation: Operation, fault: Fault): Expected | null {
  const own = ofOrder(operation, fault.client[operation.kind]);
  if (!own || fault.spares?.includes(operation.upstream)) return null;
  // A list is asked for without a body.
  if (fault.large && operation.upstream === '/models') return null;
  // Behind the first sentence the status has been said.
  const late = operation.nth !== undefined && own.ends !== 'whole' && own.ends !== 'as sent';
  const client = late ? cut : own;
  return {
    client,
    attempts: attemptsOf(operation, fault, own),
    log: logOf(operation, client, own),
  };
}

/** What a router says to an order of the gateway is not the client's doing. */
const ofOrder = ({ upstream }: Operation, own: Outcome | undefined): Outcome | undefined =>
  upstream === '/models/load' && own?.ends === 'refused' && own.status < 500
    ? refused(502, 'model_load_failed')
    : own;

function attemptsOf(operation: Operation, fault: Fault, own: Outcome): number[] {
  const speech = operation.upstream === '/tts';
  // A speech backend that refuses a reference has lost it: it is uploaded and named again, once.
  const refuses = own.ends === 'refused' && [400, 404].includes(own.status);
  const lost = refuses && operation.clones && speech;
  const unready = fault.askedAgain && operation.upstream === '/v1/chat/completions';
  const once = (operation.nth ?? 1) + (lost || unready ? 1 : 0);
  const replayable = operation.fn === 'llm' || speech;
  return fault.expires && replayable ? [once, once + 1] : [once];
}

function logOf(operation: Operation, client: Outcome, own: Outcome): Expected['log'] {
  const fine = client.ends === 'whole' || client.ends === 'as sent' || operation.tells;
  if (fine) return { level: 'info', code: undefined };
  const code = own.ends === 'refused' || own.ends === 'in-band' ? own.code : undefined;
  const mild = own.ends === 'refused' && own.status < 500;
  return { level: mild ? 'info' : 'warn', code };
}

/** Whether five such calls in a row open the breaker, or null where the operation cannot be hit. */
export function countsFor(operation: Operation, fault: Fault | ConnectionFault): boolean | null {
  if ('open' in fault) return true;
  if (!expected(operation, fault)) return null;
  return fault.counts;
}
