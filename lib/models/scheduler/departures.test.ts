import { describe, expect, it } from 'vitest';
import { SIMULATED } from './simulated-limits.ts';
import { SimulatedWorld } from './simulated-world.ts';

const MODELS = ['a', 'b', 'c', 'd'];

describe('a router that does not do what it said', () => {
  const world = (limits = {}): SimulatedWorld =>
    new SimulatedWorld(MODELS, { ...SIMULATED, ...limits });
  /** The same as time passes: what the router took it does not do. */
  const live = (sim: SimulatedWorld, ms: number): void => {
    const end = sim.now + ms;
    while (sim.now < end) {
      for (let i = 0; i < 20 && sim.calls.length > 0; i++) sim.finish(0);
      sim.pass(25);
    }
  };
  const orders = (sim: SimulatedWorld, type: string): number =>
    sim.orders.filter((order) => order.type === type).length;

  it('is ordered a few times to unload, with pauses; then those who wait hear of it', () => {
    const sim = world();
    sim.router.become('a', 'loaded');
    sim.router.ignores = 'unload';
    sim.arrive('b', 'use', null);
    live(sim, SIMULATED.orderMs - 100);
    expect(orders(sim, 'unload')).toBe(1);
    live(sim, SIMULATED.orderMs * SIMULATED.unloadOrders + 1000);
    expect(sim.clients[0]!.error).toMatchObject({ status: 502, code: 'model_not_unloaded' });
    expect(orders(sim, 'unload')).toBe(SIMULATED.unloadOrders);
    // Looks become rarer, up to one a second.
    expect(orders(sim, 'list')).toBeLessThan(45);
    expect(sim.isQuiet()).toBe(true);
    // For a while the answer is known; the model that stays goes on being served.
    sim.arrive('b', 'use', null);
    sim.arrive('a', 'use', null);
    live(sim, 100);
    expect(sim.clients[1]!.error).toMatchObject({ code: 'model_not_unloaded' });
    expect(sim.clients[2]!.outcome).toBe('served');
    expect(orders(sim, 'unload')).toBe(SIMULATED.unloadOrders);
  });

  it('is left alone once nobody waits', () => {
    const sim = world();
    sim.router.become('a', 'loaded');
    sim.router.ignores = 'unload';
    sim.arrive('b', 'use', null);
    live(sim, 1000);
    sim.leave(0);
    live(sim, 1000);
    const before = sim.orders.length;
    live(sim, 60_000);
    expect(sim.orders.length).toBe(before);
    expect(sim.isQuiet()).toBe(true);
  });

  it('may take its time to unload: nobody is sent to the model meanwhile', () => {
    const sim = world();
    sim.router.become('a', 'loaded');
    sim.router.ignores = 'unload';
    sim.arrive('b', 'use', null);
    live(sim, 1000);
    sim.arrive('a', 'use', null);
    live(sim, 1000);
    expect(sim.clients.map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting']);
    sim.router.become('a', 'unloaded');
    sim.router.ignores = null;
    sim.settle();
    expect(sim.served.map(({ model }) => model)).toEqual(['b', 'a']);
    // Once for b, once for a.
    expect(orders(sim, 'unload')).toBe(2);
  });

  it('gives up another model where one does not go', () => {
    const sim = world({ maxModels: 2 });
    for (const model of ['a', 'c']) sim.router.become(model, 'loaded');
    sim.router.ignores = 'unload';
    sim.router.ignored = 'a';
    sim.arrive('b', 'use', null);
    live(sim, SIMULATED.orderMs * (SIMULATED.unloadOrders + 1));
    sim.settle();
    expect(sim.served.map(({ model }) => model)).toEqual(['b']);
  });

  it('is ordered twice to load, with a pause; then those who wait hear of it', () => {
    const sim = world();
    sim.router.ignores = 'load';
    sim.arrive('a', 'use', null);
    live(sim, SIMULATED.orderMs - 100);
    expect(sim.loads).toEqual(['a']);
    live(sim, SIMULATED.orderMs + 3000);
    expect(sim.loads).toEqual(['a', 'a']);
    expect(sim.clients[0]!.error).toMatchObject({ status: 502, code: 'model_load_failed' });
    expect(sim.isQuiet()).toBe(true);
  });

  it('is asked again before a model it did not list is called unknown', () => {
    const sim = world();
    sim.arrive('a', 'use', null);
    sim.settle();
    sim.router.become('new', 'unloaded');
    sim.arrive('new', 'use', null);
    sim.settle();
    const before = orders(sim, 'list');
    sim.arrive('never', 'use', null);
    sim.settle();
    expect(sim.clients.map(({ outcome }) => outcome)).toEqual(['served', 'served', 'refused']);
    expect(orders(sim, 'list')).toBe(before + 1);
  });
});
