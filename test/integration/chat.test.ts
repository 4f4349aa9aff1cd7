import { describe, expect, it } from 'vitest';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const post = (url: string, body: string): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
const chat = (url: string, body: unknown): Promise<Response> =>
  post(`${url}/v1/chat/completions`, typeof body === 'string' ? body : JSON.stringify(body));

describe('chat', () => {
  it('fills in the profile and changes no other byte', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    await fetch(`${llm.url}/models/m/profile`, {
      method: 'PUT',
      body: '{"temperature":0.2,"system_prompt":"Be brief."}',
      headers: { 'content-type': 'application/json' },
    });
    let sent = '';
    router.chat = (res, body) => {
      sent = body;
      res.end('{"id":"x", "n": 12345678901234567890}');
    };
    const answer = await chat(
      llm.url,
      '{ "model":"m", "seed": 12345678901234567890,\n "messages": [ {"role":"user","content":"h\\u00e9"} ] }',
    );
    expect(await answer.text()).toBe('{"id":"x", "n": 12345678901234567890}');
    expect(sent).toBe(
      '{"temperature":0.2, "model":"m", "seed": 12345678901234567890,\n "messages": [{"role":"system","content":"Be brief."}, {"role":"user","content":"h\\u00e9"} ] }',
    );
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-synapse-model': 'm',
      'x-synapse-model-reason': 'explicit',
      'x-synapse-load-ms': '0',
    });
  });

  it('loads what is needed, once for all who wait, and never unloads under a running answer', async () => {
    const router = await fakeRouter({ a: 'loaded', b: 'unloaded' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    router.chat = (res) => setTimeout(() => res.end('{}'), 300);
    const first = chat(llm.url, { model: 'a', messages: [] });
    await expect.poll(() => router.calls).toEqual(['chat a']);
    const others = Array.from({ length: 20 }, () => chat(llm.url, { model: 'b', messages: [] }));
    expect((await first).status).toBe(200);
    const answers = await Promise.all(others);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(router.calls.filter((call) => !call.startsWith('chat'))).toEqual(['unload a', 'load b']);
    expect(Number(answers[0]!.headers.get('x-synapse-load-ms'))).toBeGreaterThan(40);
  });

  it('uses a sleeping model as it is', async () => {
    const router = await fakeRouter({ m: 'sleeping' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    expect((await chat(llm.url, { model: 'm', messages: [] })).status).toBe(200);
    expect(router.calls).toEqual(['chat m']);
  });

  it('relays a stream byte for byte, and its errors with their status', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const stream =
      'data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a"}}]}}]}\n\ndata: {"x":"é"}\n\ndata: [DONE]\n\n';
    router.chat = (res) => {
      res.setHeader('content-type', 'text/event-stream');
      const bytes = Buffer.from(stream);
      let at = 0;
      const timer = setInterval(() => {
        res.write(bytes.subarray(at, at + 7));
        at += 7;
        if (at < bytes.length) return;
        clearInterval(timer);
        res.end();
      }, 2);
    };
    expect(await (await chat(llm.url, { model: 'm', stream: true })).text()).toBe(stream);
    router.chat = (res) =>
      res
        .writeHead(400)
        .end(
          '{"error":{"code":400,"message":"context too long","type":"exceed_context_size_error"}}',
        );
    const error = await chat(llm.url, { model: 'm', stream: true });
    expect(error.status).toBe(400);
    expect(await error.json()).toMatchObject({
      error: {
        message: 'context too long',
        type: 'exceed_context_size_error',
        code: '400',
      },
    });
  });

  it('ends a stream that breaks with an error and no [DONE]', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    router.chat = (res) => {
      res.setHeader('content-type', 'text/event-stream');
      res.write('data: {"a":1}\n\ndata: {"b');
      setTimeout(() => res.destroy(), 50);
    };
    const text = await (await chat(llm.url, { model: 'm', stream: true })).text();
    expect(text).toMatch(
      /^data: \{"a":1\}\n\ndata: \{"error":\{"message":"the backend llama-router broke the connection"/,
    );
    expect(text).not.toContain('[DONE]');
  });

  it('keeps listing models when a source is down, and says which', async () => {
    const router = await fakeRouter({ 'b-00001-of-00002': 'loaded', 'b-00002-of-00002': 'loaded' });
    const llm = await withBackends('llm', {
      'llama-router': router.url,
      'llama-embed': 'http://127.0.0.1:1',
    });
    const answer = await fetch(`${llm.url}/v1/models`);
    expect(answer.headers.get('x-synapse-missing')).toBe('llama-embed');
    expect(((await answer.json()) as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([
      'b-00001-of-00002',
    ]);
  });

  it('fails fast when the router is down, and still shows and changes what is known', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const put = (model: string, values: object): Promise<Response> =>
      fetch(`${llm.url}/models/${model}/profile`, {
        method: 'PUT',
        body: JSON.stringify(values),
        headers: { 'content-type': 'application/json' },
      });
    expect((await put('m', { temperature: 0.2 })).status).toBe(200);
    router.server.closeAllConnections();
    await new Promise((resolve) => router.server.close(resolve));
    const started = performance.now();
    const answer = await chat(llm.url, { model: 'm', messages: [] });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBeTruthy();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect((await put('m', { top_k: 5 })).status).toBe(200);
    expect(await (await fetch(`${llm.url}/models/m/profile`)).json()).toMatchObject({
      values: { temperature: 0.2, top_k: 5 },
    });
    const both = await put('m', { max_tokens: 8192, runtime_ctx_size: 4096 });
    expect(both.status).toBe(400);
    expect(await both.json()).toMatchObject({
      error: { code: 'invalid_profile', param: 'max_tokens' },
    });
    expect((await put('unheard-of', { top_k: 5 })).status).toBe(503);
  });
});
