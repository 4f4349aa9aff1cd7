import type { Bus } from './bus.ts';

/** Whether there are other processes to give orders to. */
export const hasOthers = (bus: Bus): boolean => bus.counters().transport !== 'memory';

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
