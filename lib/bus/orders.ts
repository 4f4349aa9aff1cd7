import { randomUUID } from 'node:crypto';
import { requestCancelled } from '../errors.ts';
import type { Bus } from './bus.ts';

/** Whether there are other processes to give orders to. */
export const hasOthers = (bus: Bus): boolean => bus.counters().transport !== 'memory';

/** Our own orders come back to us; what they were for has been done here. */
const FROM = randomUUID();

/** Asks the other processes to end the requests with this id. */
export const orderCancel = (bus: Bus, requestId: string): void =>
  bus.publish('control', { kind: 'cancel', request_id: requestId, from: FROM });

interface Cancellable {
  readonly end: (requestId: string, error: ReturnType<typeof requestCancelled>) => number;
}

/** Ends requests of this process when another one asks for it. */
export function obeyCancels(bus: Bus, running: Cancellable): void {
  if (!hasOthers(bus)) return;
  bus.subscribe('control', ({ kind, request_id: id, from }) => {
    if (kind === 'cancel' && from !== FROM && typeof id === 'string')
      running.end(id, requestCancelled());
  });
}

interface Overridable {
  readonly override: (name: string, state: 'open' | 'closed' | null) => void;
}

/** Holds breakers of this process open or closed as operators say; `auto` leaves one to itself. */
export function obeyBreakerOrders(bus: Bus, backends: Overridable): void {
  if (!hasOthers(bus)) return;
  bus.subscribe('control', ({ kind, backend, state }) => {
    if (kind !== 'breaker' || typeof backend !== 'string') return;
    if (state === 'open' || state === 'closed') backends.override(backend, state);
    else if (state === 'auto') backends.override(backend, null);
  });
}
