import { ApiError } from '../../errors.ts';
import type { ModelState } from '../router-port.ts';
import { wakeAt } from './bounds.ts';
import type { Effect, Event } from './event.ts';
import type { Limits } from './limits.ts';
import { SimulatedRouter } from './simulated-router.ts';
import { initialState, type State } from './state.ts';
import { step } from './step.ts';

export type Outcome = 'waiting' | 'served' | 'refused' | 'left';

interface Client {
  readonly model: string;
  readonly kind: 'use' | 'unload';
  readonly ctxSize: number | null;
  outcome: Outcome;
  error?: ApiError;
  released: boolean;
}

type Call = Exclude<Effect, { type: 'serve' | 'refuse' | 'drop' | 'reopen' | 'letGo' }>;

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/**
 * A scheduler without a run loop: what it wants done is kept until the schedule says that it is done, so that every
 * order of events can be tried. Throws when the scheduler breaks one of its promises.
 */
export class SimulatedWorld {
  now = 0;
  state: State;
  readonly clients: Client[] = [];
  readonly limits: Limits;
  readonly router: SimulatedRouter;
  readonly calls: Call[] = [];
  /** Everything that was ever to be done. */
  readonly orders: Call[] = [];
  readonly loads: string[] = [];
  /** Orders whose answer is not waited for: they count as taken, carried out or not. */
  readonly letGo = new Set<Call>();
  readonly served: { model: string; at: number }[] = [];
  readonly uses = new Map<string, number>();
  /** Set when something other than the scheduler changed the router: the router itself then evicts. */
  disturbed = false;

  constructor(models: readonly string[], limits: Limits) {
    this.limits = limits;
    this.state = initialState(limits.maxModels);
    this.router = new SimulatedRouter(models);
  }

  send(event: Event): void {
    const { state, effects } = step(this.state, event, this.now, this.limits);
    this.state = state;
    for (const effect of effects) this.#take(effect);
    const held = state.waiters.length;
    const most = this.limits.maxHeld + (event.type === 'bounced' || this.disturbed ? 5 : 0);
    check(held <= most, `${held} waiters are held`);
  }

  arrive(model: string, kind: 'use' | 'unload', ctxSize: number | null): void {
    const id = this.clients.push({ model, kind, ctxSize, outcome: 'waiting', released: false });
    this.send({ type: 'arrive', id, kind, model, ctxSize });
  }

  leave(index: number): void {
    const waiting = [...this.clients.keys()].filter(
      (at) => this.clients[at]!.outcome === 'waiting',
    );
    const at = waiting[index % waiting.length];
    if (at === undefined) return;
    this.clients[at]!.outcome = 'left';
    this.send({ type: 'leave', id: at + 1 });
  }

  release(index: number): void {
    const using = this.clients.filter(isUsing);
    const client = using[index % using.length];
    if (!client) return;
    client.released = true;
    this.uses.set(client.model, this.uses.get(client.model)! - 1);
    this.send({ type: 'release', model: client.model });
  }

  /** Time goes by; the scheduler is woken whenever it asked to be. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (
      let due = wakeAt(this.state, this.limits);
      due <= end;
      due = wakeAt(this.state, this.limits)
    ) {
      this.now = Math.max(this.now + 1, due);
      if (this.now > end) break;
      this.send({ type: 'tick' });
      check(wakeAt(this.state, this.limits) > this.now, 'the scheduler wakes again and again');
    }
    this.now = end;
    this.send({ type: 'tick' });
  }

  /** One of the calls under way comes back, well or not. */
  finish(index: number, well = true): void {
    const call = this.calls[index % Math.max(1, this.calls.length)];
    if (!call) return;
    this.calls.splice(this.calls.indexOf(call), 1);
    if (well) this.#apply(call);
    this.send(this.#answerOf(call, well || this.letGo.has(call)));
  }

  #answerOf({ type }: Call, well: boolean): Event {
    const error = new ApiError(503, 'backend_unreachable', 'simulated');
    switch (type) {
      case 'hold':
        return { type: 'held' };
      case 'close':
        return { type: 'closed' };
      case 'list':
        return well
          ? { type: 'listed', models: this.router.list() }
          : { type: 'listFailed', error };
      default:
        return well ? { type: 'ordered' } : { type: 'orderFailed', error };
    }
  }

  #apply(call: Call): void {
    if (call.type === 'load' || call.type === 'unload') this.router.obey(call.type, call.model);
    if (call.type !== 'change') return;
    this.router.restart(call.ctxSize);
  }

  /** A model that loads is done, or crashes. */
  settleLoad(well: boolean): void {
    const downloading = [...this.router.models].find(([, { state }]) => state === 'downloading');
    if (downloading) this.router.become(downloading[0], 'unloaded');
    const loading = [...this.router.models].find(([, { state }]) => state === 'loading');
    if (!loading) return;
    this.router.become(loading[0], well ? 'loaded' : 'failed', well ? null : 139);
  }

  /** Someone else loads or unloads a model nobody of ours uses. */
  disturb(model: string, state: ModelState): void {
    if (this.uses.get(model) || this.calls.some((call) => 'model' in call && call.model === model))
      return;
    this.disturbed = true;
    this.router.become(model, state);
  }

  /** What another replica uses and has closed. */
  hear(uses: readonly string[], closed: readonly string[]): void {
    this.disturbed = true;
    this.send({
      type: 'peers',
      news: { uses: new Map(uses.map((model) => [model, 1])), closed: new Set(closed) },
    });
  }

  /** A served request finds its model closed by another replica before it has begun. */
  bounce(index: number): void {
    const using = this.clients.filter(isUsing);
    const client = using[index % using.length];
    if (!client) return;
    client.outcome = 'waiting';
    this.uses.set(client.model, this.uses.get(client.model)! - 1);
    this.disturbed = true;
    const { model, ctxSize } = client;
    const id = this.clients.indexOf(client) + 1;
    this.send({ type: 'bounced', id, model, since: this.now, ctxSize });
  }

  /** The lease turns out to be lost right before an order. */
  lose(): void {
    const order = this.calls.find(({ type }) => ['load', 'unload', 'change'].includes(type));
    if (!order) return;
    this.#forget(order.type);
    this.disturbed = true;
    this.send({ type: 'lost' });
  }

  /** Everything under way ends well, answers are given one after the other, until nothing happens any more. */
  settle(): void {
    if (this.state.peers.closed.size + this.state.peers.uses.size > 0) this.hear([], []);
    for (let round = 0; round < 2000 && !this.isQuiet(); round++) {
      this.settleLoad(true);
      if (this.calls.length > 0) this.finish(round);
      else if (this.clients.some(isUsing)) this.release(round);
      else this.pass(1000);
    }
  }

  isQuiet(): boolean {
    return (
      this.calls.length === 0 &&
      this.clients.every((client) => client.outcome !== 'waiting' && !isUsing(client)) &&
      this.state.operation === null &&
      this.state.lease === 'none'
    );
  }

  #take(effect: Effect): void {
    switch (effect.type) {
      case 'serve':
        return this.#serve(effect.id, effect.model);
      case 'refuse':
        this.#settleClient(effect.id, 'refused').error = effect.error;
        return;
      case 'drop':
        this.#forget('hold');
        return this.#forget('close');
      case 'reopen':
        return this.#forget('close');
      case 'letGo':
        return this.#letGo();
      default:
        this.#checkCall(effect);
        this.calls.push(effect);
        this.orders.push(effect);
    }
  }

  #letGo(): void {
    const order = this.calls.find(({ type }) => type === 'load' || type === 'unload');
    check(order !== undefined, 'an order is let go of that is not under way');
    check(!this.letGo.has(order!), 'an order is let go of twice');
    this.letGo.add(order!);
  }

  #forget(type: Call['type']): void {
    const kept = this.calls.filter((call) => call.type !== type);
    this.calls.splice(0, this.calls.length, ...kept);
  }

  #serve(id: number, model: string): void {
    const client = this.#settleClient(id, 'served');
    if (client.kind === 'unload') return;
    const going = this.calls.find(({ type }) => type === 'change' || type === 'unload');
    const goes = going?.type === 'change' || (going?.type === 'unload' && going.model === model);
    check(!goes, `${model} is used while it goes`);
    const { closed } = this.state.peers;
    check(!closed.has(model) && !closed.has('*'), `${model} is used though others closed it`);
    this.uses.set(model, (this.uses.get(model) ?? 0) + 1);
    this.served.push({ model, at: this.now });
    if (this.disturbed) return;
    const found = this.router.stateOf(model);
    check(found === 'loaded' || found === 'sleeping', `${model} is used while it is ${found}`);
    check(
      client.ctxSize === null || client.ctxSize === this.router.ctxSize,
      `${model} has another context size`,
    );
  }

  #settleClient(id: number, outcome: Outcome): Client {
    const client = this.clients[id - 1]!;
    check(client.outcome === 'waiting', `client ${id} is ${outcome} after it ${client.outcome}`);
    client.outcome = outcome;
    return client;
  }

  #checkCall(call: Call): void {
    const orders = this.calls.filter(({ type }) => type !== 'list' && type !== 'hold');
    check(
      call.type === 'list' || orders.length === 0,
      `${call.type} while ${orders[0]?.type} is under way`,
    );
    check(!this.calls.some(({ type }) => type === call.type), `two ${call.type} at a time`);
    if (call.type === 'unload') {
      check(!this.uses.get(call.model), `${call.model} is unloaded while it is used`);
      check(!this.limits.pinned.has(call.model), `${call.model} is pinned and unloaded`);
    }
    if (call.type === 'change')
      check(sum(this.uses.values()) === 0, 'the router is restarted while it is used');
    if (call.type === 'load') this.#checkLoad(call.model);
  }

  #checkLoad(model: string): void {
    this.loads.push(model);
    if (this.disturbed) return;
    const running = [...this.router.models.values()].filter(
      ({ state }) => !['unloaded', 'failed', 'downloading'].includes(state),
    );
    check(
      running.length < this.limits.maxModels,
      `${model} is loaded as number ${running.length + 1}`,
    );
    const found = this.router.stateOf(model);
    check(found === 'unloaded' || found === 'failed', `${model} is loaded while it is ${found}`);
  }
}

export const isUsing = ({ outcome, kind, released }: Client): boolean =>
  outcome === 'served' && kind === 'use' && !released;

function check(holds: boolean, broken: string): void {
  if (!holds) throw new Error(broken);
}
