import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { runRedis } from '../support/run-redis.ts';
import { withBackends } from '../support/with-backends.ts';

const chat = (url: string, id: string, stream: boolean): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream, messages: [] }),
    headers: { 'content-type': 'application/json', 'x-request-id': id },
  });
const cancel = (url: string, id: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/requests/${id}/cancel`, { method: 'POST', headers });

describe('POST /v1/requests/{id}/cancel', () => {
  it('before the headers: 409 that SDKs do not repeat, and the backend is let go of', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = () => {};
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const answer = chat(llm.url, 'mine', false);
    await expect.poll(() => router.calls).toContain('chat m');
    const cancelled = await cancel(llm.url, 'mine');
    expect([cancelled.status, await cancelled.json()]).toEqual([
      200,
      { request_id: 'mine', cancelled: 1 },
    ]);
    const { status, headers } = await answer;
    expect([status, headers.get('x-should-retry')]).toEqual([409, 'false']);
    expect(await (await answer).json()).toMatchObject({ error: { code: 'request_cancelled' } });
    await expect.poll(() => router.seen.at(-1)!.abortedAt).not.toBeNull();
    await expect.poll(() => llm.output()).toContain('"stage":"before the headers"');
  });

  it('mid-stream: an error event and no [DONE]', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"cho');
    };
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const answer = await chat(llm.url, 'team/a', true);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value!;
    expect((await cancel(llm.url, 'team/a', { 'x-request-id': 'team/a' })).status).toBe(200);
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    expect(text).toMatch(
      /^data: \{"choices":\[\{"delta":\{"content":"a"\}\}\]\}\n\ndata: \{"error":\{.*"code":"request_cancelled".*\}\n\n$/,
    );
    await expect.poll(() => router.seen.at(-1)!.abortedAt).not.toBeNull();
    await expect
      .poll(() => llm.output())
      .toMatch(/"usage":\{"completion_tokens":1,"estimated":true\},"status":409/);
  });

  it('of a request that does not run is 404', async () => {
    const llm = await withBackends(
      'llm',
      { 'llama-router': 'http://127.0.0.1:1' },
      {
        SYNAPSE_STATE_DIR: '',
      },
    );
    expect((await cancel(llm.url, 'gone')).status).toBe(404);
  });

  describe.each<[string, () => Promise<Record<string, string>>]>([
    [
      'a socket',
      async () => {
        const { directory } = await withBackends('dashboard', {});
        return { SYNAPSE_STATE_DIR: `${directory}/state` };
      },
    ],
    [
      'Redis',
      async () => ({
        SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
        SYNAPSE_TERMINAL_FEED_REDIS_URL: (await runRedis()).url,
      }),
    ],
  ])('over %s', (_name, meet) => {
    it('ends the requests of all functions with the id and counts them; 404 when there is none', async () => {
      const env = await meet();
      const whisper = await fakeBackend((req) => req.resume());
      const router = await fakeRouter({ m: 'loaded' });
      router.chat = () => {};
      const stt = await withBackends('stt', { 'whisper-stt': whisper.url }, env);
      const llm = await withBackends('llm', { 'llama-router': router.url }, env);
      const transcribe = (): Promise<Response> => {
        const form = new FormData();
        form.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
        const headers = { 'x-request-id': 'far' };
        return fetch(`${stt.url}/stt/transcribe`, { method: 'POST', body: form, headers });
      };
      const far = transcribe();
      await expect.poll(() => whisper.seen.length).toBe(1);
      // Until both have met, the other cannot be asked.
      let told: unknown;
      await expect
        .poll(async () => {
          const answer = await cancel(llm.url, 'far');
          told = await answer.json();
          return answer.status;
        })
        .toBe(200);
      expect(told).toEqual({ request_id: 'far', cancelled: 1 });
      expect((await far).status).toBe(409);
      await expect.poll(() => whisper.seen[0]!.abortedAt).not.toBeNull();

      const answers = [transcribe(), transcribe(), chat(llm.url, 'far', false)];
      await expect.poll(() => [whisper.seen.length, router.calls.length]).toEqual([3, 1]);
      const all = await cancel(llm.url, 'far');
      expect([all.status, await all.json()]).toEqual([200, { request_id: 'far', cancelled: 3 }]);
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([409, 409, 409]);

      const started = performance.now();
      const none = await cancel(llm.url, 'far');
      expect([none.status, performance.now() - started < 3000]).toEqual([404, true]);
      expect(await none.json()).toMatchObject({ error: { code: 'request_not_found' } });
    });
  });

  it('leaves the embedded engines to their callers, under whose ids they work', async () => {
    const { directory } = await withBackends('dashboard', {});
    const env = { SYNAPSE_STATE_DIR: `${directory}/state` };
    const embedded = await withBackends('embedded', {}, env);
    const llm = await withBackends('llm', { 'llama-router': `${embedded.url}/llama-router` }, env);
    const events = await fetch(`${embedded.url}/llama-router/models/sse`, {
      headers: { 'x-request-id': 'both' },
    });
    const reader = events.body!.getReader();
    await reader.read();
    await expect.poll(async () => (await cancel(llm.url, 'both')).status).toBe(404);
    const end = await Promise.race([reader.read(), sleep(500, 'goes on')]);
    expect(end).toBe('goes on');
    await reader.cancel();
  });

  it('while the others cannot be asked nobody says that there is no such request', async () => {
    const redis = await runRedis();
    const env = {
      SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
      SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
    };
    const llm = await withBackends('llm', { 'llama-router': 'http://127.0.0.1:1' }, env);
    await expect.poll(async () => (await cancel(llm.url, 'x')).status).toBe(404);
    await redis.stop();
    const unknown = await cancel(llm.url, 'x');
    expect([unknown.status, await unknown.json()]).toEqual([
      202,
      { request_id: 'x', cancelled: 0 },
    ]);
  });
});
