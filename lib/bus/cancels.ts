import { randomUUID } from 'node:crypto';
import { requestCancelled } from '../errors.ts';
import type { Bus } from './bus.ts';
import { hasOthers } from './orders.ts';

/** How long the first who has the request may take to say so. */
const FIRST_MS = 500;
/** Once one has been found: for others, because clients choose ids and may choose the same. */
const MORE_MS = 250;

/** Our own orders come back to us; what they were for has been done here. */
const FROM = randomUUID();

/**
 * Asks the other processes to end the requests with an id. `found`: one was found here, so that nobody need be waited
 * for as long. @returns how many were ended elsewhere; null: the others cannot be asked now, they hear of it later.
 */
export type AskToCancel = (requestId: string, found: boolean) => Promise<number | null>;

/** Undefined when there are no other processes. */
export function createAskToCancel(bus: Bus): AskToCancel | undefined {
  if (!hasOthers(bus)) return undefined;
  const open = new Map<unknown, (from: unknown, count: number) => void>();
  bus.subscribe('control', ({ kind, order, from, count }) => {
    if (kind === 'cancelled' && typeof count === 'number') open.get(order)?.(from, count);
  });
  return (requestId, found) =>
    new Promise((resolve) => {
      const order = randomUUID();
      const latest = performance.now() + FIRST_MS;
      /** By process: a message may come twice. */
      const ended = new Map<unknown, number>();
      const finish = (): void => {
        open.delete(order);
        const count = [...ended.values()].reduce((sum, one) => sum + one, 0);
        resolve(count === 0 && !bus.reaches('control') ? null : count);
      };
      let timer = setTimeout(finish, found ? MORE_MS : FIRST_MS);
      open.set(order, (from, count) => {
        if (ended.size === 0) {
          clearTimeout(timer);
          timer = setTimeout(finish, Math.min(MORE_MS, latest - performance.now()));
        }
        ended.set(from, count);
      });
      bus.publish('control', { kind: 'cancel', request_id: requestId, order, from: FROM });
    });
}

interface Cancellable {
  readonly end: (requestId: string, error: ReturnType<typeof requestCancelled>) => number;
}

/** Ends requests of this process when another one asks for it, and says how many those were. */
export function obeyCancels(bus: Bus, running: Cancellable): void {
  if (!hasOthers(bus)) return;
  bus.subscribe('control', ({ kind, request_id: id, order, from }) => {
    if (kind !== 'cancel' || from === FROM || typeof id !== 'string') return;
    const count = running.end(id, requestCancelled());
    if (count > 0) bus.publish('control', { kind: 'cancelled', order, count, from: FROM });
  });
}
