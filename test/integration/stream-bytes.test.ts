import OpenAI, { APIError } from 'openai';
import { expect, it } from 'vitest';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const chat = (url: string): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: '{"model":"m","stream":true}',
    headers: { 'content-type': 'application/json' },
  });

const call = (id: string | undefined, args: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...(id && { id, type: 'function' }), function: { ...(id && { name: 'f' }), arguments: args } }] } }] })}\n\n`;
const STREAM = Buffer.from(
  `: hello\n\n${call('c1', '')}${call(undefined, '{"stadt":"Zü')}${call(undefined, 'rich\\n"}')}data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n`,
);

it('tool calls come byte for byte, wherever the backend cuts them', async () => {
  const router = await fakeRouter({ m: 'loaded' });
  const llm = await withBackends('llm', { 'llama-router': router.url });
  let next = 0;
  router.chat = (res) => {
    const cut = ++next;
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(STREAM.subarray(0, cut), () => setImmediate(() => res.end(STREAM.subarray(cut))));
  };
  const worker = async (): Promise<void> => {
    while (next < STREAM.length - 1) {
      const bytes = Buffer.from(await (await chat(llm.url)).arrayBuffer());
      expect(bytes.equals(STREAM)).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(next).toBeGreaterThanOrEqual(STREAM.length - 1);
});

it('shows that it lives, before the first token and between two', async () => {
  const router = await fakeRouter({ m: 'loaded' });
  router.chat = (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    setTimeout(() => res.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: [DO'), 700);
    setTimeout(() => res.end('NE]\n\n'), 1400);
  };
  const llm = await withBackends(
    'llm',
    { 'llama-router': router.url },
    { SYNAPSE_STREAM_PING_SECONDS: '0.2' },
  );
  const answer = await chat(llm.url);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(await answer.text()).toMatch(
    /^(: ping\n\n)+data: \{"choices":\[\{"delta":\{"content":"a"\}\}\]\}\n\n(: ping\n\n)+data: \[DONE\]\n\n$/,
  );
});

it.each<[string, (end: () => void, destroy: () => void) => void]>([
  ['breaks', (_end, destroy) => destroy()],
  ['ends without its last word', (end) => end()],
])('the official SDK throws in the middle of a stream that %s', async (_how, finish) => {
  const router = await fakeRouter({ m: 'loaded' });
  const llm = await withBackends('llm', { 'llama-router': router.url });
  router.chat = (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(': ping\n\ndata: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\ndata: {"cho');
    setTimeout(
      () =>
        finish(
          () => res.end(),
          () => res.destroy(),
        ),
      50,
    );
  };
  const client = new OpenAI({ baseURL: `${llm.url}/v1`, apiKey: 'none' });
  const stream = await client.chat.completions.create({ model: 'm', stream: true, messages: [] });
  const said: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const chunk of stream) said.push(chunk.choices[0]?.delta.content);
  };
  const error = await read().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ code: 'backend_broken' });
  expect(said).toEqual(['a']);
});

it('what was cancelled or reached its limit is not sent again by the official SDK', async () => {
  const router = await fakeRouter({ m: 'loaded' });
  router.chat = () => {};
  const limit = { SYNAPSE_REQUEST_LIMIT_SECONDS: '1' };
  const llm = await withBackends('llm', { 'llama-router': router.url }, limit);
  const client = new OpenAI({ baseURL: `${llm.url}/v1`, apiKey: 'none' });
  await expect(client.chat.completions.create({ model: 'm', messages: [] })).rejects.toMatchObject({
    status: 504,
    code: 'request_limit',
  });
  expect(router.calls).toEqual(['chat m']);
});

it('ends with the last word, though the backend keeps its connection open', async () => {
  const router = await fakeRouter({ m: 'loaded' });
  const llm = await withBackends('llm', { 'llama-router': router.url });
  let closed = false;
  router.chat = (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(STREAM);
    res.on('close', () => (closed = true));
  };
  const answer = await chat(llm.url);
  expect(Buffer.from(await answer.arrayBuffer()).equals(STREAM)).toBe(true);
  await expect.poll(() => closed).toBe(true);
  const queue = await fetch(`${llm.url}/models/queue`);
  expect(await queue.json()).toMatchObject({ in_flight: [] });
});
