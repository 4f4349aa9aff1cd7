import { expect, it } from 'vitest';
import type { FinishedRow, LatestRequestsAnswer } from '../../lib/overview/latest-requests.ts';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { runRedis } from '../support/run-redis.ts';
import { withBackends } from '../support/with-backends.ts';

const TOKEN = 'the-token';

async function read(url: string, query = ''): Promise<LatestRequestsAnswer> {
  const answer = await fetch(`${url}/dashboard/api/requests${query}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return (await answer.json()) as LatestRequestsAnswer;
}

const chat = (url: string, id: string, more: object, signal?: AbortSignal): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'whisper' }], ...more }),
    headers: { 'content-type': 'application/json', 'x-request-id': id },
    signal: signal ?? null,
  });

const delta = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';

it('every request of every function is listed once, at every replica of the dashboard, without what was in it', async () => {
  const redis = await runRedis();
  const env = {
    SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
    SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
    SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
  };
  const router = await fakeRouter({ m: 'loaded' });
  const embedder = await fakeBackend(
    afterBody(200, { object: 'list', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } }),
  );
  const urls = { 'llama-router': router.url, 'llama-embed': embedder.url };
  const nobody = { 'whisper-stt': 'http://127.0.0.1:9' };
  const [one, two, llm, stt] = await Promise.all([
    withBackends('dashboard', nobody, env),
    withBackends('dashboard', nobody, env),
    withBackends('llm', urls, { ...env, SYNAPSE_INSTANCE_ID: 'llm-1' }),
    withBackends('stt', nobody, env),
  ]);
  // Redis is joined in the background: until both replicas have heard of everybody, nothing is sure to arrive.
  for (const path of [`${llm.url}/v1/requests/nobody/cancel`, `${stt.url}/stt/transcribe`])
    await expect
      .poll(async () => {
        await (await fetch(path, { method: 'POST' })).text();
        const where = new URL(path).pathname.split('/')[1] === 'stt' ? 'stt' : 'llm';
        const lists = await Promise.all([one, two].map(({ url }) => read(url)));
        return lists.every(({ requests }) => requests.some((row) => row.function === where));
      })
      .toBe(true);

  router.chat = (res) =>
    void res.end(
      JSON.stringify({
        choices: [{ message: { role: 'assistant', content: 'aloud' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
        timings: { predicted_n: 3, predicted_per_second: 41.27 },
      }),
    );
  await (await chat(llm.url, 'whole', {})).text();
  router.chat = (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(delta);
    setTimeout(() => {
      res.write(delta.repeat(19));
      res.end(
        'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"timings":{"prompt_n":5,"cache_n":4,"predicted_n":20}}\n\ndata: [DONE]\n\n',
      );
    }, 400);
  };
  await (await chat(llm.url, 'streamed', { stream: true })).text();
  router.chat = (res) =>
    void res.writeHead(200, { 'content-type': 'text/event-stream' }).write(delta);
  const leaving = new AbortController();
  const left = await chat(llm.url, 'left', { stream: true }, leaving.signal);
  await left.body!.getReader().read();
  leaving.abort();
  await (await chat(llm.url, 'unknown', { model: 'nothing-like-it' })).text();
  await (
    await fetch(`${llm.url}/v1/embeddings`, {
      method: 'POST',
      body: '{"input":"whisper","model":"e"}',
      headers: { 'content-type': 'application/json', 'x-request-id': 'embedded' },
    })
  ).text();

  const wanted = ['whole', 'streamed', 'left', 'unknown', 'embedded'];
  const rowsAt = async (url: string): Promise<FinishedRow[]> =>
    (await read(url, '?limit=500')).requests.filter(({ request_id: id }) => wanted.includes(id));
  await expect.poll(async () => (await rowsAt(one.url)).length).toBe(wanted.length);
  await expect.poll(() => rowsAt(two.url)).toEqual(await rowsAt(one.url));
  const rows = new Map((await rowsAt(one.url)).map((row) => [row.request_id, row]));
  expect(rows.get('whole')).toMatchObject({
    function: 'llm',
    instance: 'llm-1',
    route: 'POST /v1/chat/completions',
    status: 200,
    model: 'm',
    backend: 'llama-router',
    prompt_tokens: 7,
    tokens: 3,
    tokens_per_second: 41.3,
  });
  const streamed = rows.get('streamed')!;
  expect(streamed).toMatchObject({ status: 200, prompt_tokens: 9, tokens: 20, estimated: false });
  expect(streamed.ms - streamed.first_byte_ms).toBeGreaterThan(300);
  // 19 tokens after the first in 400 ms or, on a busy machine, longer.
  expect(streamed.tokens_per_second).toBeGreaterThan(0);
  expect(streamed.tokens_per_second).toBeLessThan(60);
  expect(rows.get('left')).toMatchObject({
    status: 499,
    code: 'client_gone',
    stage: 'mid-stream',
    tokens: 1,
    estimated: true,
  });
  expect(rows.get('unknown')).toMatchObject({ status: 400, model: 'nothing-like-it' });
  expect(rows.get('embedded')).toMatchObject({ model: 'e', backend: 'llama-embed', tokens: null });
  // What the dashboard itself is asked is not what Synapse is for; what was said is nobody's business.
  const text = JSON.stringify(await read(one.url, '?limit=500'));
  expect(text).not.toMatch(/whisper"|aloud|\/dashboard/);
  expect((await read(two.url, '?search=left&status=4xx&function=llm')).requests).toEqual([
    rows.get('left'),
  ]);
});
