import { clientGone, toApiError } from '../../errors.ts';
import type { Peers } from '../peers/peers.ts';
import type { RouterPort } from '../router-port.ts';
import type { Effect, Event } from './event.ts';

/** A change of the router's own start arguments that a model asks for; it restarts the router. */
export interface RuntimeChange {
  /** The context size the model is to run with; null: whatever the router has. */
  readonly wanted: (model: string) => Promise<number | null>;
  /** Called with no request in flight; resolves when the router is back with the size. */
  readonly apply: (ctxSize: number, signal: AbortSignal) => Promise<void>;
}

export interface OrdersOptions {
  readonly router: RouterPort;
  readonly peers: Peers;
  readonly runtime: RuntimeChange | undefined;
  readonly dispatch: (event: Event) => void;
}

type OrderEffect = Exclude<Effect, { type: 'serve' | 'refuse' }>;

/** Carries out what a step wants of the router and of the other replicas, and reports how it went. */
export function createOrders({ router, peers, runtime, dispatch }: OrdersOptions) {
  const life = new AbortController();
  let holding = new AbortController();
  let closing = new AbortController();
  let ordering = new AbortController();

  const list = (): void =>
    void router.list(life.signal).then(
      (models) => dispatch({ type: 'listed', models }),
      (error: unknown) => dispatch({ type: 'listFailed', error: toApiError(error) }),
    );

  /** Right before each order it is made sure that the lease is still ours. */
  const order = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const own = (ordering = new AbortController());
    try {
      if (!(await peers.check())) return dispatch({ type: 'lost' });
      await work(AbortSignal.any([life.signal, own.signal]));
    } catch (error) {
      if (!own.signal.aborted) return dispatch({ type: 'orderFailed', error: toApiError(error) });
    }
    dispatch({ type: 'ordered' });
  };

  const when = (wait: Promise<void>, { signal }: AbortController, event: Event): void =>
    void wait.then(
      () => {
        if (!signal.aborted) dispatch(event);
      },
      () => {},
    );

  const perform = (effect: OrderEffect): void => {
    switch (effect.type) {
      case 'list':
        return list();
      case 'hold':
        holding = new AbortController();
        return when(peers.hold(holding.signal), holding, { type: 'held' });
      case 'drop':
        holding.abort();
        closing.abort();
        return peers.drop();
      case 'close':
        closing = new AbortController();
        return when(peers.close(effect.model, closing.signal), closing, { type: 'closed' });
      case 'reopen':
        closing.abort();
        return peers.reopen();
      case 'load':
        return void order((signal) => router.load(effect.model, signal));
      case 'unload':
        return void order((signal) => router.unload(effect.model, signal));
      case 'change':
        return void order((signal) => runtime!.apply(effect.ctxSize, signal));
      case 'letGo':
        return ordering.abort(clientGone('nobody waits'));
    }
  };
  return { perform, stop: () => life.abort() };
}
