import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialState } from './state.ts';
import { step } from './step.ts';
import { SIMULATED } from './simulated-limits.ts';
import { isUsing, SimulatedWorld } from './simulated-world.ts';

const MODELS = ['a', 'b', 'c', 'd'];

type Action = readonly [kind: string, n: number, m: number];

const action = (weights: Record<string, number>): fc.Arbitrary<Action> =>
  fc.tuple(
    fc.oneof(
      ...Object.entries(weights).map(([kind, weight]) => ({
        weight,
        arbitrary: fc.constant(kind),
      })),
    ),
    fc.nat({ max: 99 }),
    fc.nat({ max: 99 }),
  );

const STATES = ['unloaded', 'loaded', 'sleeping', 'loading', 'downloading'] as const;

function act(world: SimulatedWorld, [kind, n, m]: Action): void {
  const model = MODELS[n % MODELS.length]!;
  const acts: Record<string, () => void> = {
    use: () => world.arrive(m === 7 ? 'unknown' : model, 'use', null),
    sized: () => world.arrive(model, 'use', m % 2 === 0 ? 4096 : 8192),
    unload: () => world.arrive(model, 'unload', null),
    leave: () => world.leave(n),
    release: () => world.release(n),
    pass: () => world.pass(n * n),
    finish: () => world.finish(n),
    fail: () => world.finish(n, false),
    loaded: () => world.settleLoad(true),
    crash: () => world.settleLoad(false),
    disturb: () => world.disturb(model, STATES[m % STATES.length]!),
    peers: () =>
      world.hear(m % 3 === 0 ? [model] : [], m % 5 === 0 ? [m % 10 === 0 ? '*' : model] : []),
    bounce: () => world.bounce(n),
    lose: () => world.lose(),
    missed: () => world.send({ type: 'missed', model }),
  };
  acts[kind]!();
}

const ORDERLY = {
  use: 10,
  sized: 3,
  unload: 1,
  leave: 3,
  release: 8,
  pass: 5,
  finish: 22,
  fail: 1,
  loaded: 8,
  crash: 1,
};
const DISTURBED = { ...ORDERLY, disturb: 3, missed: 1, peers: 3, bounce: 1, lose: 1 };

const setup = fc.record({ maxModels: fc.integer({ min: 1, max: 3 }), pinned: fc.boolean() });

/** Runs a schedule, then lets everything end; nobody may be left waiting. */
function runSchedule(
  { maxModels, pinned }: { maxModels: number; pinned: boolean },
  actions: readonly Action[],
): SimulatedWorld {
  const world = new SimulatedWorld(MODELS, {
    ...SIMULATED,
    maxModels,
    pinned: new Set(pinned ? ['d'] : []),
  });
  for (const each of actions) act(world, each);
  world.settle();
  expect(world.clients.filter(({ outcome }) => outcome === 'waiting')).toEqual([]);
  expect(world.isQuiet()).toBe(true);
  expect(world.state.inFlight.size).toBe(0);
  return world;
}

describe('the scheduler, on random schedules', () => {
  it('keeps its promises: 10,000 schedules', () => {
    let served = 0;
    let clients = 0;
    fc.assert(
      fc.property(
        setup,
        fc.array(action(ORDERLY), { minLength: 5, maxLength: 60 }),
        (limits, actions) => {
          const world = runSchedule(limits, actions);
          served += world.served.length;
          clients += world.clients.length;
        },
      ),
      { numRuns: 10_000 },
    );
    // Refusing everybody would keep every promise, too.
    expect(served / clients).toBeGreaterThan(0.4);
  }, 60_000);

  it('leaves nobody waiting when others, or other replicas, change the router: 3,000 schedules', () => {
    fc.assert(
      fc.property(
        setup,
        fc.array(action(DISTURBED), { minLength: 5, maxLength: 60 }),
        (limits, actions) => {
          runSchedule(limits, actions);
        },
      ),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('never lets one model starve another, however it is flooded', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 80 }), (noise) => {
        const world = new SimulatedWorld(MODELS, { ...SIMULATED, maxHeld: 1000 });
        const flood = (n: number): void => {
          for (let i = 0; i <= n; i++) world.arrive('a', 'use', null);
          world.settleLoad(true);
          world.finish(n);
          world.release(n);
          world.pass(10);
        };
        flood(3);
        while (world.served.length === 0) flood(0);
        world.arrive('b', 'use', null);
        const before = world.served.length;
        for (const n of noise) flood(n);
        world.settle();
        const until = world.served.findIndex(({ model }) => model === 'b');
        expect(until).toBeGreaterThan(0);
        expect(until - before).toBeLessThanOrEqual(SIMULATED.turnRequests);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('makes one load call for all who wait for a model', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (count) => {
        const world = new SimulatedWorld(MODELS, { ...SIMULATED, maxHeld: 50, turnRequests: 100 });
        for (let i = 0; i < count; i++) world.arrive('a', 'use', null);
        world.settle();
        expect(world.loads).toEqual(['a']);
        expect(world.served).toHaveLength(count);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the scheduler', () => {
  const world = (limits = {}): SimulatedWorld =>
    new SimulatedWorld(MODELS, { ...SIMULATED, ...limits });
  /** Lets calls come back until none is under way. */
  const calm = (sim: SimulatedWorld): void => {
    for (let i = 0; i < 20 && sim.calls.length > 0; i++) sim.finish(0);
  };

  it('abandons a load nobody waits for any more', () => {
    const sim = world();
    sim.arrive('a', 'use', null);
    calm(sim);
    expect(sim.router.stateOf('a')).toBe('loading');
    sim.leave(0);
    calm(sim);
    expect(sim.router.stateOf('a')).toBe('unloaded');
    expect(sim.isQuiet()).toBe(true);
  });

  it('keeps two models where two fit, and gives up the one used longest ago', () => {
    const sim = world({ maxModels: 2 });
    for (const model of ['a', 'b', 'a', 'c']) {
      sim.arrive(model, 'use', null);
      sim.settle();
      sim.pass(100);
    }
    expect(sim.loads).toEqual(['a', 'b', 'c']);
    expect(sim.router.stateOf('a')).toBe('loaded');
    expect(sim.router.stateOf('b')).toBe('unloaded');
  });

  it('refuses what can never have a place', () => {
    const sim = world({ pinned: new Set(['a']) });
    sim.arrive('a', 'use', null);
    sim.settle();
    sim.arrive('b', 'use', null);
    sim.arrive('a', 'unload', null);
    sim.settle();
    expect(sim.clients.map(({ outcome }) => outcome)).toEqual(['served', 'refused', 'refused']);
  });

  it('refuses at once to unload a pinned model, and holds nobody up behind it', () => {
    const sim = world({ pinned: new Set(['a']) });
    sim.arrive('a', 'use', null);
    calm(sim);
    sim.settleLoad(true);
    sim.pass(1000);
    calm(sim);
    sim.arrive('a', 'unload', null);
    sim.arrive('a', 'use', null);
    calm(sim);
    expect(sim.clients.map(({ outcome }) => outcome)).toEqual(['served', 'refused', 'served']);
  });

  it('loads others while a model downloads, whoever came first', () => {
    const sim = world();
    sim.arrive('b', 'use', null);
    sim.settle();
    sim.router.become('d', 'downloading');
    sim.pass(3000);
    for (const model of ['d', 'b', 'a']) sim.arrive(model, 'use', null);
    for (let i = 0; i < 100; i++) {
      if (sim.router.stateOf('a') === 'loading') sim.router.become('a', 'loaded');
      if (sim.calls.length > 0) sim.finish(i);
      else if (sim.clients.some(isUsing)) sim.release(i);
      else sim.pass(20);
    }
    expect(sim.served.map(({ model }) => model)).toEqual(['b', 'b', 'a']);
    expect(sim.clients[1]!.outcome).toBe('waiting');
    sim.settle();
    expect(sim.served.map(({ model }) => model)).toEqual(['b', 'b', 'a', 'd']);
  });

  it('gives way after its time is up, once what it has begun is done', () => {
    const sim = world();
    sim.arrive('a', 'use', null);
    calm(sim);
    sim.settleLoad(true);
    sim.pass(1000);
    calm(sim);
    sim.arrive('b', 'use', null);
    calm(sim);
    sim.pass(SIMULATED.turnMs + 1);
    sim.arrive('a', 'use', null);
    calm(sim);
    expect(sim.clients.filter(isUsing)).toHaveLength(1);
    sim.release(0);
    sim.settle();
    expect(sim.served.map(({ model }) => model)).toEqual(['a', 'b', 'a']);
  });

  it('passes over arguments of the router that are no texts', () => {
    const args = [1, null, {}, '--models-max', '3'] as string[];
    const listed = {
      type: 'listed',
      models: [{ id: 'a', status: { value: 'loaded', args } }],
    } as const;
    expect(step(initialState(1), listed, 0, SIMULATED).state.maxModels).toBe(3);
  });

  it('does not retry a context size that failed, until a while later', () => {
    const sim = world();
    const ask = (well: boolean): void => {
      sim.arrive('a', 'use', 8192);
      for (let i = 0; i < 20 && sim.calls.length > 0; i++)
        sim.finish(0, sim.calls[0]!.type !== 'change' || well);
    };
    ask(false);
    expect(sim.clients[0]!.outcome).toBe('refused');
    ask(true);
    expect(sim.clients[1]!.outcome).toBe('refused');
    sim.pass(SIMULATED.changePauseMs);
    ask(true);
    sim.settle();
    expect(sim.clients[2]!.outcome).toBe('served');
    expect(sim.router.ctxSize).toBe(8192);
  });
});
