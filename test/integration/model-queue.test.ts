import OpenAI from 'openai';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fakeRouter, type FakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const CHUNK =
  'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":null}]}\n\n';
const LAST =
  'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const streamed = (res: ServerResponse): void => {
  res.setHeader('content-type', 'text/event-stream');
  res.end(CHUNK + LAST);
};
const messages = [{ role: 'user' as const, content: 'hello' }];

async function start(
  states: Record<string, string>,
  env: Record<string, string> = {},
  options: object = {},
) {
  const router = await fakeRouter(states);
  router.chat = streamed;
  const llm = await withBackends('llm', { 'llama-router': { url: router.url, options } }, env);
  const chat = (model: string, init: RequestInit & { events?: string } = {}): Promise<Response> =>
    fetch(`${llm.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model, messages, stream: true }),
      headers: {
        'content-type': 'application/json',
        ...(init.events && { 'x-synapse-events': init.events }),
      },
      ...init,
    });
  const queue = async () =>
    (await (await fetch(`${llm.url}/models/queue`)).json()) as {
      current: { model: string; phase: string } | null;
      queue: { model: string; waiting: number }[];
      in_flight: object[];
      router: object;
      learned: { model: string; load_ms: number }[];
    };
  const sdk = (): OpenAI => new OpenAI({ baseURL: `${llm.url}/v1`, apiKey: 'none', maxRetries: 0 });
  return { router, llm, chat, queue, sdk };
}

/** Swaps only, without the chats. */
const swaps = ({ calls }: FakeRouter): string[] => calls.filter((call) => !call.startsWith('chat'));

describe('waiting for a model', () => {
  it('is told in comments from one second on, with the progress the router tells', async () => {
    const { router, chat } = await start({ m: 'unloaded' });
    Object.assign(router, { tells: true, loadMs: 2500 });
    const answer = await chat('m');
    expect(answer.headers.get('x-synapse-model')).toBe('m');
    expect(answer.headers.get('x-synapse-model-reason')).toBe('explicit');
    expect(answer.headers.get('x-synapse-load-ms')).toBeNull();
    expect(await answer.text()).toMatch(
      /^: loading [1-9]\d?%\n\ndata: \{"id":"c"[\s\S]*\[DONE\]\n\n$/,
    );
  });

  it('is told in typed events to those who ask, with an estimate from earlier loads', async () => {
    const { router, chat, queue } = await start({ a: 'loaded', m: 'unloaded' });
    router.loadMs = 1500;
    for (const model of ['m', 'a']) await (await chat(model)).text();
    const { learned } = await queue();
    expect(learned.map(({ model }) => model).sort()).toEqual(['a', 'm']);
    expect(learned[0]!.load_ms).toBeGreaterThan(1000);
    const text = await (await chat('m', { events: 'status' })).text();
    const found = /event: synapse\.status\ndata: (\{.*\})\n\n/.exec(text);
    expect(JSON.parse(found![1]!)).toEqual({
      object: 'synapse.status',
      choices: [],
      phase: 'loading',
      position: 1,
      progress: null,
      eta_ms: expect.any(Number) as number,
    });
  });

  it('goes unnoticed by the official SDK', async () => {
    const { router, sdk } = await start({ a: 'loaded', m: 'unloaded' });
    router.loadMs = 1600;
    const headers = { 'x-synapse-events': 'status' };
    const options = { model: 'm', messages, stream: true } as const;
    let text = '';
    for await (const chunk of await sdk().chat.completions.create(options, { headers }))
      text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('hi');
    const runner = sdk().chat.completions.stream({ model: 'a', messages }, { headers });
    expect((await runner.finalChatCompletion()).choices[0]!.message.content).toBe('hi');
    expect(swaps(router)).toEqual(['unload a', 'load m', 'unload m', 'load a']);
  });

  it('ends with the true status, when the model fails at once', async () => {
    const { router, chat } = await start({ m: 'unloaded' });
    router.loadMs = 100_000;
    setTimeout(() => {
      router.states['m'] = 'unloaded';
      router.more['m'] = { failed: true, exit_code: 137 };
    }, 300);
    const answer = await chat('m');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      error: { code: 'model_load_failed', message: 'the model "m" failed to load (exit code 137)' },
    });
    // The next request tries once more.
    router.more['m'] = {};
    router.loadMs = 50;
    expect((await chat('m')).status).toBe(200);
  });

  it('ends in the stream, when the model fails later', async () => {
    const { router, chat } = await start({ m: 'unloaded' });
    router.loadMs = 100_000;
    setTimeout(() => {
      router.states['m'] = 'unloaded';
      router.more['m'] = { failed: true };
    }, 1500);
    const text = await (await chat('m')).text();
    expect(text).toMatch(
      /^: loading\n\ndata: \{"error":\{"message":"the model \\"m\\" failed to load"/,
    );
    expect(text).not.toContain('[DONE]');
  });

  it('shows a download that someone began, and waits for it', async () => {
    const { router, chat, queue } = await start({ m: 'downloading' });
    router.more['m'] = { progress: { 'https://x/y.gguf': { done: 42, total: 100 } } };
    const answer = chat('m');
    await expect
      .poll(async () => (await queue()).current)
      .toMatchObject({
        model: 'm',
        phase: 'downloading',
        progress: 0.42,
      });
    setTimeout(() => {
      router.more['m'] = {};
      router.states['m'] = 'unloaded';
    }, 1200);
    expect(await (await answer).text()).toMatch(/^: downloading 42%\n\ndata: /);
    expect(swaps(router)).toEqual(['load m']);
  });

  it('goes on swapping while a model downloads', async () => {
    const { router, chat } = await start({ a: 'loaded', b: 'unloaded', m: 'downloading' });
    const first = chat('m');
    expect(await (await chat('b')).text()).toContain('[DONE]');
    expect(await (await chat('a')).text()).toContain('[DONE]');
    router.states['m'] = 'unloaded';
    expect(await (await first).text()).toContain('[DONE]');
    expect(swaps(router)).toEqual([
      'unload a',
      'load b',
      'unload b',
      'load a',
      'unload a',
      'load m',
    ]);
  });

  it('waits for a load that someone else began', async () => {
    const { router, chat } = await start({ m: 'loading' });
    setTimeout(() => (router.states['m'] = 'loaded'), 200);
    expect((await chat('m')).status).toBe(200);
    expect(router.calls).toEqual(['chat m']);
  });
});

describe('the queue', () => {
  it('serves fifty clients of one cold model with one load', async () => {
    const { router, chat } = await start({ a: 'loaded', m: 'unloaded' });
    router.loadMs = 400;
    const answers = await Promise.all(Array.from({ length: 50 }, () => chat('m')));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(swaps(router)).toEqual(['unload a', 'load m']);
  });

  it('refuses beyond its bounds, in a way the official SDK obeys', async () => {
    const { router, chat, queue, llm } = await start(
      { a: 'loaded', m: 'unloaded' },
      { SYNAPSE_MODEL_QUEUE_MAX: '2' },
    );
    router.loadMs = 300;
    for (const model of ['m', 'a']) await (await chat(model)).text();
    router.loadMs = 1200;
    const waiting = [chat('m'), chat('m')];
    await expect
      .poll(async () => (await queue()).queue)
      .toMatchObject([{ model: 'm', waiting: 2 }]);
    const refused = await chat('m');
    expect(refused.status).toBe(503);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '1',
      'retry-after-ms': '1000',
      'x-should-retry': 'true',
    });
    expect(await refused.json()).toMatchObject({
      error: { type: 'unavailable_error', code: 'queue_full', param: null },
    });
    const patient = new OpenAI({ baseURL: `${llm.url}/v1`, apiKey: 'none', maxRetries: 5 });
    let text = '';
    for await (const chunk of await patient.chat.completions.create({
      model: 'm',
      messages,
      stream: true,
    }))
      text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('hi');
    for (const answer of waiting) expect(await (await answer).text()).toContain('[DONE]');
  });

  it('gives up a wait that lasts too long', async () => {
    const { router, chat } = await start(
      { a: 'loaded', m: 'unloaded' },
      { SYNAPSE_MODEL_QUEUE_SECONDS: '1' },
    );
    router.chat = (res) => void setTimeout(() => streamed(res), 2000);
    const first = chat('a');
    await expect.poll(() => router.calls).toEqual(['chat a']);
    const started = performance.now();
    const text = await (await chat('m')).text();
    expect(performance.now() - started).toBeLessThan(1900);
    expect(text).toContain('"code":"queue_timeout"');
    expect((await first).status).toBe(200);
    expect(swaps(router)).toEqual([]);
  });

  it('gives a waiting model its turn, however busy the loaded one is', async () => {
    const { router, chat } = await start(
      { a: 'loaded', b: 'unloaded' },
      { SYNAPSE_MODEL_TURN_REQUESTS: '5' },
    );
    router.chat = (res) => void setTimeout(() => streamed(res), 30);
    const enough = new AbortController();
    const flood = async (): Promise<void> => {
      while (!enough.signal.aborted) await (await chat('a')).text();
    };
    const floods = [flood(), flood(), flood()];
    await expect.poll(() => router.calls.length).toBeGreaterThan(5);
    const before = router.calls.length;
    expect((await chat('b')).status).toBe(200);
    enough.abort();
    await Promise.all(floods);
    const turn = router.calls.slice(before, router.calls.indexOf('unload a'));
    expect(turn.length).toBeLessThanOrEqual(5 + 3);
    expect(swaps(router)).toEqual(['unload a', 'load b', 'unload b', 'load a']);
  });

  it('keeps what is pinned, and respects the room the router says it has', async () => {
    const { router, chat } = await start(
      { a: 'loaded', b: 'unloaded', c: 'unloaded' },
      {},
      { pinned: ['a'] },
    );
    router.args = ['--models-max', '2'];
    for (const model of ['b', 'c', 'a']) expect((await chat(model)).status).toBe(200);
    expect(swaps(router)).toEqual(['load b', 'unload b', 'load c']);
  });

  it('abandons a load when its last client has left, which is logged with the stage', async () => {
    const { router, chat, llm, queue } = await start({ m: 'unloaded' });
    router.loadMs = 60_000;
    const leaving = new AbortController();
    const answers = [0, 1].map(() => chat('m', { signal: leaving.signal }).catch(() => null));
    await expect.poll(() => router.calls).toEqual(['load m']);
    await expect.poll(async () => (await queue()).current?.phase).toBe('loading');
    leaving.abort();
    await Promise.all(answers);
    await expect.poll(() => router.calls).toEqual(['load m', 'unload m']);
    await expect.poll(() => llm.output()).toContain('loading');
    expect(await queue()).toMatchObject({ current: null, queue: [], in_flight: [] });
  });

  it('loads again what was unloaded behind its back', async () => {
    const { router, chat } = await start({ m: 'loaded' });
    expect((await chat('m')).status).toBe(200);
    router.states['m'] = 'unloaded';
    expect((await chat('m')).status).toBe(200);
    expect(router.calls).toEqual(['chat m', 'chat m', 'load m', 'chat m']);
  });

  it('never asks the router for metrics or slots', async () => {
    const { router, chat, queue } = await start({ m: 'sleeping' });
    await chat('m');
    await queue();
    await sleep(100);
    expect(
      router.seen.map(({ url }) => url).filter((url) => !/^\/(?:models|v1\/chat)/.test(url)),
    ).toEqual([]);
  });
});
