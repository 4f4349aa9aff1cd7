import type { Peers } from '../peers/peers.ts';
import type { Effect, Event } from './event.ts';
import type { WaitStatus } from './wait-status.ts';

/** The right to use a model until `release`; while one is held the model is not unloaded. */
export interface Lease {
  readonly model: string;
  /** Milliseconds spent waiting for other models' requests, and for the load. */
  readonly queueMs: number;
  readonly loadMs: number;
  readonly release: () => void;
}

export type OnPhase = (phase: WaitStatus['phase']) => void;

/** What a request asks for. */
export interface Ask {
  readonly id: number;
  readonly kind: 'use' | 'unload';
  readonly model: string;
  readonly ctxSize: number | null;
  readonly signal: AbortSignal;
  readonly onPhase?: OnPhase | undefined;
}

interface Place extends Ask {
  readonly since: number;
  readonly settle: (outcome: Lease | { readonly error: unknown }) => void;
}

/** The promises behind the waiters: who is served, refused or gone hears of it here. */
export function createPlaces(peers: Peers, dispatch: (event: Event) => void) {
  const places = new Map<number, Place>();

  const wait = (ask: Ask): Promise<Lease> =>
    new Promise((resolve, reject) => {
      const { id, kind, model, ctxSize, signal } = ask;
      const leave = (): void => {
        if (!places.delete(id)) return;
        reject(signal.reason as Error);
        dispatch({ type: 'leave', id });
      };
      const settle: Place['settle'] = (outcome) => {
        places.delete(id);
        signal.removeEventListener('abort', leave);
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome);
      };
      places.set(id, { ...ask, since: performance.now(), settle });
      signal.addEventListener('abort', leave, { once: true });
      dispatch({ type: 'arrive', id, kind, model, ctxSize });
    });

  const serve = ({ id, model, queueMs, loadMs }: Extract<Effect, { type: 'serve' }>): void => {
    const kind = places.get(id)?.kind ?? 'use';
    if (kind === 'unload')
      return places.get(id)!.settle({ model, queueMs, loadMs, release: () => {} });
    const enter = (entered: boolean): void => {
      const place = places.get(id);
      if (!entered) return bounce(model, place);
      const release = once(() => {
        peers.leave(model);
        dispatch({ type: 'release', model });
      });
      if (place) place.settle({ model, queueMs, loadMs, release });
      else release();
    };
    const entered = peers.enter(model);
    if (typeof entered === 'boolean') enter(entered);
    else entered.then(enter, () => enter(true));
  };

  const bounce = (model: string, place: Place | undefined): void => {
    if (!place) return dispatch({ type: 'release', model });
    const { id, since, ctxSize } = place;
    dispatch({ type: 'bounced', id, model, since, ctxSize });
  };

  return {
    wait,
    serve,
    refuse: ({ id, error }: Extract<Effect, { type: 'refuse' }>) =>
      places.get(id)?.settle({ error }),
    tellPhases: (phaseOf: (id: number) => WaitStatus['phase']) => {
      for (const { id, onPhase } of places.values()) onPhase?.(phaseOf(id));
    },
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
