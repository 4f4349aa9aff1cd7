import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fakeRouter, type FakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

async function start(states: Record<string, string>, ignores: FakeRouter['ignores']) {
  const router = await fakeRouter(states);
  router.ignores = ignores;
  const llm = await withBackends('llm', { 'llama-router': router.url });
  const post = (path: string, body: object, signal?: AbortSignal): Promise<Response> =>
    fetch(llm.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      ...(signal && { signal }),
    });
  const chat = (model: string, signal?: AbortSignal): Promise<Response> =>
    post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'hi' }] }, signal);
  return { router, post, chat };
}

const lists = ({ seen }: FakeRouter): number =>
  seen.filter(({ url }) => url.endsWith('/models')).length;

describe('a router that takes orders and does nothing', () => {
  it('and has a model still after it was told to unload it: three orders, then 502', async () => {
    const { router, chat } = await start({ a: 'loaded', m: 'unloaded' }, 'unload');
    const answer = await chat('m');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'model_not_unloaded',
        message:
          'the model "m" cannot be loaded: the router took 3 orders to unload "a" and has it still',
      },
    });
    expect(router.calls).toEqual(['unload a', 'unload a', 'unload a']);
    expect(lists(router)).toBeLessThan(60);
    // What it has it serves; and once it does let go, all is well.
    expect((await chat('a')).status).toBe(200);
    router.states['a'] = 'unloaded';
    await sleep(2100);
    expect((await chat('m')).status).toBe(200);
  }, 60_000);

  it('and has a model still: it is left alone when the client is gone', async () => {
    const { router, chat } = await start({ a: 'loaded', m: 'unloaded' }, 'unload');
    const gone = new AbortController();
    const answer = chat('m', gone.signal).catch((error: unknown) => error);
    await sleep(1000);
    gone.abort();
    await answer;
    await sleep(1000);
    const before = router.seen.length;
    await sleep(5000);
    expect(router.seen.length).toBe(before);
    expect(router.calls).toEqual(['unload a']);
  }, 60_000);

  it('and never begins to load: two orders, then 502', async () => {
    const { router, post } = await start({ m: 'unloaded' }, 'load');
    const answer = await post('/models/load', { model: 'm' });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: 'model_load_failed' } });
    expect(router.calls).toEqual(['load m', 'load m']);
    expect(lists(router)).toBeLessThan(60);
  }, 60_000);

  it('is asked again before a model that has just come into its list is refused', async () => {
    const { router, post, chat } = await start({ a: 'loaded' }, null);
    expect((await chat('a')).status).toBe(200);
    router.states['new'] = 'unloaded';
    expect((await post('/models/load', { model: 'new' })).status).toBe(200);
    router.states['newer'] = 'unloaded';
    expect((await chat('newer')).status).toBe(200);
    expect((await chat('never')).status).toBe(400);
  }, 60_000);
});

it('a router that lists a model as loaded and says that it is not: 503, and no blame on the client', async () => {
  const { router, chat } = await start({ m: 'loaded' }, null);
  router.chat = (res) => {
    const error = { code: 400, message: 'model is not loaded', type: 'invalid_request_error' };
    res.writeHead(400).end(JSON.stringify({ error }));
  };
  const answer = await chat('m');
  const { error } = (await answer.json()) as { error: object };
  expect([answer.status, error]).toEqual([
    503,
    expect.objectContaining({ type: 'unavailable_error', code: 'model_unloaded' }),
  ]);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(router.calls).toEqual(['chat m', 'chat m']);
});
