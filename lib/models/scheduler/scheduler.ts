import type { Peers } from '../peers/peers.ts';
import type { RouterPort } from '../router-port.ts';
import { createFollower } from './follow.ts';
import type { Limits } from './limits.ts';
import { createOrders, type RuntimeChange } from './perform.ts';
import { createPlaces, type Lease, type OnPhase } from './places.ts';
import { createRunLoop } from './run-loop.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import { waitStatus, type WaitStatus } from './wait-status.ts';

/** A place in the queue. */
export interface Ticket {
  /** @throws {ApiError} 400 unknown, 502 load failed, 503 refused, 504 too slow, or the reason of the signal. */
  readonly lease: Promise<Lease>;
  readonly status: () => WaitStatus;
}

export interface SchedulerOptions {
  readonly limits: Limits;
  readonly peers: Peers;
  readonly runtime?: RuntimeChange | undefined;
}

export interface Scheduler {
  /** `onPhase` hears whenever what the request waits for changes. */
  readonly ask: (model: string, signal: AbortSignal, onPhase?: OnPhase) => Ticket;
  readonly acquire: (model: string, signal: AbortSignal, onPhase?: OnPhase) => Promise<Lease>;
  /** Unloads a model when no request uses it any more. */
  readonly unload: (model: string, signal: AbortSignal) => Promise<void>;
  /** The router says that a model it was to have is gone. */
  readonly missed: (model: string) => void;
  readonly snapshot: () => Snapshot;
  readonly close: () => Promise<void>;
}

/**
 * Who may use which model of one router. `step` decides, the loop runs it, orders and places carry out what it wants.
 * docs/decisions/0004-model-scheduler.md tells the rules.
 */
export function createScheduler(router: RouterPort, options: SchedulerOptions): Scheduler {
  const { limits, peers, runtime } = options;
  let lastId = 0;

  const loop = createRunLoop(
    limits,
    (effect) => {
      if (effect.type === 'serve') places.serve(effect);
      else if (effect.type === 'refuse') places.refuse(effect);
      else orders.perform(effect);
    },
    (before, now) => {
      peers.watch(now.waiters.length > 0);
      follower.follow(now.operation?.kind === 'load');
      if (before.operation !== now.operation)
        places.tellPhases((id) => waitStatus(now, id, performance.now()).phase);
    },
  );
  const { dispatch } = loop;
  const places = createPlaces(peers, dispatch);
  const orders = createOrders({ router, peers, runtime, dispatch });
  const follower = createFollower(router, (model, value) =>
    dispatch({ type: 'progress', model, value }),
  );
  peers.onNews((news) => dispatch({ type: 'peers', news }));

  const ask: Scheduler['ask'] = (model, signal, onPhase) => {
    const id = ++lastId;
    const begin = async (): Promise<Lease> => {
      const ctxSize = (await runtime?.wanted(model)) ?? null;
      signal.throwIfAborted();
      return places.wait({ id, kind: 'use', model, ctxSize, signal, onPhase });
    };
    return { lease: begin(), status: () => waitStatus(loop.state(), id, performance.now()) };
  };
  const unload: Scheduler['unload'] = async (model, signal) => {
    signal.throwIfAborted();
    await places.wait({ id: ++lastId, kind: 'unload', model, ctxSize: null, signal });
  };

  return {
    ask,
    acquire: (model, signal, onPhase) => ask(model, signal, onPhase).lease,
    unload,
    missed: (model) => dispatch({ type: 'missed', model }),
    snapshot: () => snapshotOf(loop.state(), performance.now()),
    close: async () => {
      loop.stop();
      orders.stop();
      follower.follow(false);
      await peers.stop();
    },
  };
}
