import type { Bus } from '../../lib/bus/bus.ts';

export type BreakerOrder = 'open' | 'closed' | 'auto';

export interface BreakerOrders {
  readonly of: (backend: string) => BreakerOrder;
  readonly give: (backend: string, state: BreakerOrder) => void;
}

/** The breakers that an operator holds by hand, in all processes. */
export function createBreakerOrders(bus: Bus): BreakerOrders {
  const orders = new Map<string, BreakerOrder>();
  bus.subscribe('control', ({ kind, backend, state }) => {
    if (kind !== 'breaker' || typeof backend !== 'string') return;
    if (state === 'open' || state === 'closed' || state === 'auto') orders.set(backend, state);
  });
  return {
    of: (backend) => orders.get(backend) ?? 'auto',
    give: (backend, state) => bus.keep(`breaker:${backend}`, { kind: 'breaker', backend, state }),
  };
}
