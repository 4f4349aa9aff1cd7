import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { runRedis } from '../../../test/support/run-redis.ts';
import type { RouterPort } from '../router-port.ts';
import { DEFAULT_LIMITS } from '../scheduler/limits.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { createRedisPeers } from './redis-peers.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);
const MODELS = ['a', 'b', 'c'];

it('three schedulers on one router, in a hurry: no model goes while it is used, and everybody is served', async () => {
  const redis = await runRedis();
  const states = new Map(MODELS.map((model) => [model, 'unloaded']));
  const uses = new Map(MODELS.map((model) => [model, 0]));
  const broken: string[] = [];
  let loads = 0;
  const router: RouterPort = {
    list: async () => [...states].map(([id, value]) => ({ id, status: { value } })),
    load: async (model) => {
      loads++;
      const running = [...states.values()].filter((state) => state !== 'unloaded').length;
      if (running > 0) broken.push(`${model} is loaded beside another`);
      states.set(model, 'loading');
      setTimeout(() => states.set(model, 'loaded'), 10);
    },
    unload: async (model) => {
      if (uses.get(model)! > 0) broken.push(`${model} is unloaded while it is used`);
      states.set(model, 'unloaded');
    },
  };
  const schedulers = MODELS.map(() => {
    const log = { warn: () => broken.push('Redis was away'), info: () => {} };
    const peers = createRedisPeers({ url: redis.url, router: 'r', leaseMs: 5000, log });
    const limits = { ...DEFAULT_LIMITS, pollMs: 20, turnMs: 200, turnRequests: 5 };
    const scheduler = createScheduler(router, { peers, limits });
    onTestFinished(scheduler.close);
    return scheduler;
  });
  const use = async (index: number): Promise<void> => {
    await sleep((index * 37) % 800);
    const model = MODELS[((index * index) % 7) % 3]!;
    const lease = await schedulers[index % 3]!.acquire(model, never);
    if (states.get(model) !== 'loaded') broken.push(`${model} is used while it is not loaded`);
    uses.set(model, uses.get(model)! + 1);
    await sleep((index * 13) % 25);
    if (states.get(model) !== 'loaded') broken.push(`${model} went while it was used`);
    uses.set(model, uses.get(model)! - 1);
    lease.release();
  };
  await Promise.all(Array.from({ length: 150 }, (_, index) => use(index)));
  expect(broken).toEqual([]);
  expect(loads).toBeGreaterThan(2);
  expect(loads).toBeLessThan(75);
});
