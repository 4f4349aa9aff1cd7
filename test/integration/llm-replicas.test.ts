import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fakeRouter } from '../support/fake-router.ts';
import { runRedis } from '../support/run-redis.ts';
import { withBackends } from '../support/with-backends.ts';

const chat = (url: string, model: string): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages: [] }),
    headers: { 'content-type': 'application/json' },
  });

/** Two replicas of `llm` before one router with one place. */
async function start() {
  const redis = await runRedis();
  const router = await fakeRouter({ a: 'loaded', b: 'unloaded' });
  const env = { SYNAPSE_REDIS_URL: redis.url, SYNAPSE_MODEL_LEASE_SECONDS: '2' };
  const one = await withBackends('llm', { 'llama-router': router.url }, env);
  const two = await withBackends('llm', { 'llama-router': router.url }, env);
  const kill = async ({ child }: typeof one): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { redis, router, one, two, kill };
}

describe('two replicas of llm', () => {
  it('never unload what the other one uses', async () => {
    const { router, one, two } = await start();
    let finish = (): void => {};
    router.chat = (res) => void (finish = () => res.end('{}'));
    const first = chat(one.url, 'a');
    await expect.poll(() => router.calls).toEqual(['chat a']);
    const second = chat(two.url, 'b');
    await sleep(1500);
    expect(router.calls, two.output()).toEqual(['chat a']);
    router.chat = (res) => res.end('{}');
    finish();
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    expect(router.calls).toEqual(['chat a', 'unload a', 'load b', 'chat b']);
  });

  it('serve a burst for two models with every answer complete', async () => {
    const { router, one, two } = await start();
    router.chat = (res, body) => {
      const { model } = JSON.parse(body) as { model: string };
      setTimeout(() => {
        // What is being answered must still be loaded at the end.
        res.statusCode = router.states[model] === 'loaded' ? 200 : 500;
        res.end('{}');
      }, 100);
    };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => chat(i % 4 < 2 ? one.url : two.url, 'ab'[i % 2]!)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    const loads = router.calls.filter((call) => call.startsWith('load'));
    expect(loads.length).toBeLessThanOrEqual(4);
  });

  it('free the lease of one that is killed in the middle of a swap', async () => {
    const { router, one, two, kill } = await start();
    router.loadMs = 60_000;
    const lost = chat(one.url, 'b').catch(() => null);
    await expect.poll(() => router.calls).toEqual(['unload a', 'load b']);
    await kill(one);
    await lost;
    router.loadMs = 50;
    router.states['b'] = 'unloaded';
    const started = performance.now();
    expect((await chat(two.url, 'a')).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(6000);
    expect(router.calls.slice(2)).toEqual(['load a', 'chat a']);
  });

  it('forget the uses of one that is killed', async () => {
    const { router, one, two, kill } = await start();
    router.chat = () => {};
    const lost = chat(one.url, 'a').catch(() => null);
    await expect.poll(() => router.calls).toEqual(['chat a']);
    await kill(one);
    await lost;
    router.chat = (res) => res.end('{}');
    expect((await chat(two.url, 'b')).status).toBe(200);
    expect(router.calls).toEqual(['chat a', 'unload a', 'load b', 'chat b']);
  });

  it('chat on when Redis is gone, and say so', async () => {
    const { redis, router, one } = await start();
    expect((await chat(one.url, 'a')).status).toBe(200);
    await redis.stop();
    expect((await chat(one.url, 'b')).status).toBe(200);
    expect(router.calls).toEqual(['chat a', 'unload a', 'load b', 'chat b']);
    expect(one.output()).toContain('Redis is away');
  });
});
