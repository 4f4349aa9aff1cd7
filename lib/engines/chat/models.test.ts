import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { formatModelEvent, type ModelEvent } from './model-events.ts';
import { createModelList, type ModelList, type ModelListOptions } from './models.ts';

const A = 'embedded-extractive';
const B = 'embedded-extractive-coder';

/** A clock that stands still until told. */
function handClock(): Clock & { pass(milliseconds: number): Promise<void> } {
  let now = 1_700_000_000_000;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after: (milliseconds, run) => {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    pass: async (milliseconds) => {
      const until = now + milliseconds;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.run();
        await new Promise(setImmediate);
      }
      now = until;
    },
  };
}

let clock: ReturnType<typeof handClock>;
let events: ModelEvent[];
const make = (options: ModelListOptions = {}): ModelList => {
  const models = createModelList({ clock, ...options });
  models.subscribe((event) => events.push(event));
  return models;
};
const stateOf = (models: ModelList, id: string): string =>
  models.list().data.find((model) => model.id === id)?.status.value ?? 'unknown';
const error = (code: number, message: string, type: string) => ({
  status: code,
  body: { error: { code, message, type } },
});

beforeEach(() => {
  clock = handClock();
  events = [];
});

describe('loading and unloading', () => {
  it('lists both models in the shape of the router', () => {
    expect(make().list()).toMatchObject({
      object: 'list',
      data: [
        { id: A, object: 'model', created: 1_700_000_000, status: { value: 'unloaded' } },
        { id: B, architecture: { input_modalities: ['text'] }, can_remove: false },
      ],
    });
  });

  it('answers at once and loads in the background, with events', async () => {
    const models = make();
    expect(models.load(A)).toEqual({ status: 200, body: { success: true } });
    expect(stateOf(models, A)).toBe('loading');
    expect(models.load(A)).toEqual(error(400, 'model is already running', 'invalid_request_error'));
    await clock.pass(200);
    expect(stateOf(models, A)).toBe('loaded');
    expect(models.load(A).status).toBe(400);
    expect(events.map(({ data }) => [data.status, data.progress?.value])).toEqual([
      ['loading', undefined],
      ['loading', 0],
      ['loading', 1],
      ['loaded', undefined],
    ]);
    expect(events.at(-1)!.data.info).toBeDefined();
    expect(formatModelEvent(events[0]!)).toBe(
      `data: {"model":"${A}","event":"model_status","data":{"status":"loading"}}\n\n`,
    );
  });

  it('refuses what llama.cpp refuses, in its words', () => {
    const models = make();
    expect(models.load('x')).toEqual(error(404, 'model is not found', 'not_found_error'));
    expect(models.unload('x')).toEqual(error(400, 'model is not found', 'invalid_request_error'));
    expect(models.unload(A)).toEqual(error(400, 'model is not running', 'invalid_request_error'));
  });

  it('does not come to life after it was unloaded while loading', async () => {
    const models = make();
    models.load(A);
    models.unload(A);
    models.load(A);
    await clock.pass(150);
    models.unload(A);
    await clock.pass(1000);
    expect(stateOf(models, A)).toBe('unloaded');
  });

  it('evicts the least recently used model at the limit', async () => {
    const models = make({ ids: [A, B, 'c'], modelsMax: 2 });
    models.load(A);
    models.load(B);
    await clock.pass(200);
    const use = await models.use(A);
    expect(use.ready && use.done()).toBeUndefined();
    models.load('c');
    expect([A, B, 'c'].map((id) => stateOf(models, id))).toEqual(['loaded', 'unloaded', 'loading']);
  });

  it('shows a failed load until the next one', async () => {
    let broken = true;
    const models = make({
      start: () => (broken ? Promise.reject(new Error('no memory')) : Promise.resolve()),
    });
    models.load(A);
    await clock.pass(1);
    await new Promise(setImmediate);
    expect(models.list().data[0]!.status).toMatchObject({ failed: true, exit_code: 1 });
    expect(await models.use(A, { autoload: true })).toMatchObject({
      ready: false,
      answer: { status: 500 },
    });
    broken = false;
    models.load(A);
    await new Promise(setImmediate);
    expect(models.list().data[0]!.status).not.toHaveProperty('failed');
    expect(stateOf(models, A)).toBe('loaded');
  });
});

describe('use', () => {
  it('needs a loaded model unless autoload is on', async () => {
    const models = make();
    const no = async (id: string) => ((await models.use(id)) as { answer: unknown }).answer;
    expect(await no(A)).toEqual(error(400, 'model is not loaded', 'invalid_request_error'));
    expect(await no('x')).toEqual(error(400, "model 'x' not found", 'invalid_request_error'));
    expect(await no('')).toMatchObject({ status: 400 });
    models.load(A);
    expect(await no(A)).toEqual(error(503, 'Loading model', 'unavailable_error'));
    const waiting = models.use(B, { autoload: true });
    await clock.pass(200);
    expect(await waiting).toMatchObject({ ready: true });
    expect(stateOf(models, A)).toBe('unloaded');
  });

  it('keeps a model awake; idle, it sleeps until the next use', async () => {
    const models = make({ idleSeconds: 10 });
    models.load(A);
    await clock.pass(200);
    const use = await models.use(A);
    await clock.pass(60_000);
    expect(stateOf(models, A)).toBe('loaded');
    if (use.ready) use.done();
    await clock.pass(9_999);
    expect(stateOf(models, A)).toBe('loaded');
    await clock.pass(1);
    expect(stateOf(models, A)).toBe('sleeping');
    expect(models.load(A).status).toBe(400);
    await models.use(A);
    expect(stateOf(models, A)).toBe('loaded');
    expect(events.at(-1)!.data).toEqual({ status: 'loaded' });
    models.close();
  });
});

/** Answers by what was asked and the state before; all others are the rule. */
const STATUS: Record<string, Record<string, number>> = {
  load: { unknown: 404, unloaded: 200 },
  unload: { unknown: 400, unloaded: 400 },
};

describe('whatever is asked', () => {
  it('keeps to the limit, and its events tell the whole story', async () => {
    const ids = [A, B, 'c'];
    const command = fc.record({
      what: fc.constantFrom('load', 'unload', 'use', 'done', 'pass'),
      id: fc.constantFrom(...ids, 'unknown'),
      milliseconds: fc.constantFrom(50, 200, 1500),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 30 }),
        fc.constantFrom(1, 2),
        async (commands, modelsMax) => {
          clock = handClock();
          events = [];
          const models = make({ ids, modelsMax, idleSeconds: 1 });
          const done: (() => void)[] = [];
          for (const { what, id, milliseconds } of commands) {
            const before = stateOf(models, id);
            const expected = STATUS[what]?.[before];
            if (what === 'load') expect(models.load(id).status).toBe(expected ?? 400);
            if (what === 'unload') expect(models.unload(id).status).toBe(expected ?? 200);
            if (what === 'use') {
              const use = await models.use(id);
              expect(use.ready).toBe(['loaded', 'sleeping'].includes(before));
              done.push(use.ready ? use.done : () => undefined);
            }
            if (what === 'done') done.pop()?.();
            if (what === 'pass') await clock.pass(milliseconds);
            const states = new Map(ids.map((name) => [name, 'unloaded']));
            for (const event of events) states.set(event.model, event.data.status);
            for (const name of ids) expect(stateOf(models, name)).toBe(states.get(name));
            const running = [...states.values()].filter((state) => state !== 'unloaded');
            expect(running.length).toBeLessThanOrEqual(modelsMax);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
