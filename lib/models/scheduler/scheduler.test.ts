import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { clientGone } from '../../errors.ts';
import type { RouterModel, RouterPort } from '../router-port.ts';
import { alone } from '../peers/peers.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { createScheduler } from './scheduler.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

/** A router that behaves like llama.cpp's with one slot: a scripted peer, not a stand-in for our code. */
function scriptedRouter(states: Record<string, string>) {
  const calls: string[] = [];
  const port: RouterPort = {
    list: async () =>
      Object.entries(states).map(([id, value]): RouterModel => ({ id, status: { value } })),
    load: async (model) => {
      calls.push(`load ${model}`);
      states[model] = 'loading';
      setTimeout(() => (states[model] = 'loaded'), 30);
    },
    unload: async (model) => {
      calls.push(`unload ${model}`);
      states[model] = 'unloaded';
    },
  };
  return { port, calls, states };
}

const scheduler = (port: RouterPort, limits: Partial<Limits> = {}) =>
  createScheduler(port, {
    peers: alone(),
    limits: { ...DEFAULT_LIMITS, loadMs: 2000, pollMs: 20, ...limits },
  });

describe('createScheduler', () => {
  it('loads once for fifty clients of one model', async () => {
    const { port, calls } = scriptedRouter({ a: 'unloaded' });
    const { acquire } = scheduler(port);
    const leases = await Promise.all(Array.from({ length: 50 }, () => acquire('a', never)));
    expect(calls).toEqual(['load a']);
    for (const lease of leases) lease.release();
  });

  it('never unloads a model that is in use', async () => {
    const { port, calls } = scriptedRouter({ a: 'loaded', b: 'unloaded' });
    const { acquire } = scheduler(port);
    const first = await acquire('a', never);
    const second = acquire('b', never);
    await sleep(60);
    expect(calls).toEqual([]);
    first.release();
    expect((await second).loadMs).toBeGreaterThan(0);
    expect(calls).toEqual(['unload a', 'load b']);
  });

  it('serves a sleeping model at once', async () => {
    const { port, calls } = scriptedRouter({ a: 'sleeping' });
    await scheduler(port).acquire('a', never);
    expect(calls).toEqual([]);
  });

  it('waits for a load that is already under way', async () => {
    const { port, calls, states } = scriptedRouter({ a: 'loading' });
    setTimeout(() => (states['a'] = 'loaded'), 50);
    await scheduler(port).acquire('a', never);
    expect(calls).toEqual([]);
  });

  it('lets the next one through when a waiting client leaves', async () => {
    const { port } = scriptedRouter({ a: 'loaded', b: 'unloaded' });
    const { acquire } = scheduler(port);
    const first = await acquire('a', never);
    const leaving = new AbortController();
    const gone = acquire('b', leaving.signal);
    const after = acquire('a', never);
    leaving.abort(clientGone('queued'));
    await expect(gone).rejects.toMatchObject({ status: 499 });
    (await after).release();
    first.release();
  });

  it('names an unknown model, a failed load and a load that takes too long', async () => {
    const { port, states } = scriptedRouter({ a: 'unloaded' });
    await expect(scheduler(port).acquire('x', never)).rejects.toMatchObject({
      status: 400,
      code: 'model_not_found',
    });
    const stuck = scheduler(
      { ...port, load: async () => void (states['a'] = 'loading') },
      { loadMs: 100 },
    );
    await expect(stuck.acquire('a', never)).rejects.toMatchObject({
      status: 504,
      code: 'model_load_timeout',
    });
    const failing: RouterPort = {
      ...port,
      list: async () => [{ id: 'a', status: { value: 'unloaded', failed: true } }],
      load: async () => {},
    };
    await expect(scheduler(failing).acquire('a', never)).rejects.toMatchObject({
      status: 502,
      code: 'model_load_failed',
    });
  });

  it('takes any name for a server that is no router', async () => {
    const plain: RouterPort = { ...scriptedRouter({}).port, list: async () => [{ id: 'only' }] };
    expect((await scheduler(plain).acquire('gpt-4o', never)).loadMs).toBe(0);
  });

  it('unloads only when the last request has left', async () => {
    const { port, calls } = scriptedRouter({ a: 'loaded' });
    const { acquire, unload } = scheduler(port);
    const lease = await acquire('a', never);
    const unloading = unload('a', never);
    await sleep(40);
    expect(calls).toEqual([]);
    lease.release();
    await unloading;
    expect(calls).toEqual(['unload a']);
  });
});
