import { request, type ClientRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { encodeWav } from '../../lib/audio/wav.ts';
import { afterBody, fakeBackend, type FakeBackend, type Script } from '../support/fake-backend.ts';
import { fakeRouter, type FakeRouter } from '../support/fake-router.ts';
import type { RunningFunction } from '../support/run-function.ts';
import { withBackends } from '../support/with-backends.ts';

const HEAD = '--b0\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';

/** Begins an upload and leaves it open. */
function upload(url: string, finish: boolean): ClientRequest {
  const req = request(
    url,
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b0' } },
    (res) => res.resume(),
  );
  req.on('error', () => {});
  req.write(`${HEAD}${'x'.repeat(100_000)}`);
  if (finish) req.end('\r\n--b0--\r\n');
  return req;
}

function post(url: string, body: object): ClientRequest {
  const headers = { 'content-type': 'application/json' };
  const req = request(url, { method: 'POST', headers }, (res) =>
    res.on('error', () => {}).resume(),
  );
  req.on('error', () => {}).end(JSON.stringify(body));
  return req;
}

/** Leaves; resolves with the instant the client's socket was closed. */
const leave = (req: ClientRequest): Promise<number> =>
  new Promise((resolve) => {
    req.socket!.once('close', () => resolve(performance.now()));
    req.destroy();
  });

/** How long the function takes at this moment to notice anything at all, in milliseconds. */
async function roundTrip(fn: RunningFunction): Promise<number> {
  const started = performance.now();
  await fetch(`${fn.url}/livez`);
  return performance.now() - started;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

/** The backend call ends with the client, is logged as 499 with the stage, and is not made again. */
async function expectLetGo(
  backend: FakeBackend,
  fn: RunningFunction,
  req: ClientRequest,
  stage: string,
): Promise<void> {
  const calls = backend.seen.length;
  const call = backend.seen.at(-1)!;
  const left = await leave(req);
  const busy = await roundTrip(fn);
  await expect.poll(() => call.abortedAt).not.toBeNull();
  expect(call.abortedAt! - left).toBeLessThan(100 + busy);
  await expect.poll(() => fn.output()).toMatch(new RegExp(`"status":499.*"stage":"${stage}"`));
  await pause();
  expect(backend.seen).toHaveLength(calls);
}

const streaming: Script = (req, res) => {
  req.resume();
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write('event: segment\r\ndata: {}\r\n\r\n');
};

describe('a client that leaves', () => {
  it.each<[string, Script, boolean, string]>([
    ['while uploading', (req) => req.resume(), false, 'uploading'],
    ['before the headers', (req) => req.resume(), true, 'before the headers'],
    ['in mid-stream', streaming, true, 'mid-stream'],
  ])('%s takes the backend call with it within 100 ms', async (_name, script, finish, stage) => {
    const backend = await fakeBackend(script, false);
    const stt = await withBackends('stt', { 'whisper-stt': backend.url });
    const req = upload(`${stt.url}/stt/stream`, finish);
    await expect.poll(() => backend.seen[0]?.bytes ?? 0).toBeGreaterThan(100_000);
    await pause();
    await expectLetGo(backend, stt, req, stage);
  });

  it('while speech is made takes the sentence under way with it', async () => {
    const wav = encodeWav({ sampleRate: 8000, channels: [new Float32Array(8000)] });
    const chatterbox = await fakeBackend((req, res, seen) => {
      req.on('end', () => {
        if (/first/.test(seen.body)) res.writeHead(200, { 'content-type': 'audio/wav' }).end(wav);
      });
    });
    const tts = await withBackends('tts', { 'chatterbox-tts': chatterbox.url });
    const text = 'This is the first sentence of two. And this is the second one, which hangs.';
    const req = post(`${tts.url}/tts/stream`, { text });
    await expect.poll(() => chatterbox.seen.length).toBe(2);
    await pause();
    await expectLetGo(chatterbox, tts, req, 'mid-stream');
  });

  it('before the first token, or a hundred times in a row, costs the breaker nothing', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n');
    };
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const begin = (): ClientRequest =>
      post(`${llm.url}/v1/chat/completions`, { model: 'm', stream: true });
    const first = begin();
    await expect.poll(() => router.calls).toEqual(['chat m']);
    await pause();
    await expectLetGo(router, llm, first, 'before the first byte');
    for (let i = 0; i < 10; i++) {
      const many = Array.from({ length: 10 }, begin);
      await expect.poll(() => router.calls.length).toBe(i * 10 + 11);
      await Promise.all(many.map(leave));
    }
    router.chat = (res) => void res.end('{"choices":[]}');
    const answer = await fetch(`${llm.url}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"m"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
    expect(llm.output()).not.toContain('"breaker"');
  });

  it.each<[string, (router: FakeRouter, url: string) => ClientRequest | void]>([
    [
      'queued',
      (router, url) => {
        router.chat = () => {};
        return post(url, { model: 'a' });
      },
    ],
    ['loading', (router) => void (router.loadMs = 60_000)],
  ])('while %s is logged so within 100 ms, and its chat is never made', async (stage, prepare) => {
    const router = await fakeRouter({
      a: stage === 'queued' ? 'loaded' : 'unloaded',
      b: 'unloaded',
    });
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const url = `${llm.url}/v1/chat/completions`;
    const other = prepare(router, url);
    if (stage === 'queued') await expect.poll(() => router.calls).toEqual(['chat a']);
    const req = post(url, { model: 'b', stream: true });
    const reached = (): Promise<boolean> =>
      fetch(`${llm.url}/models/queue`)
        .then((answer) => answer.text())
        .then((text) => text.includes('"b"'));
    await expect.poll(reached).toBe(true);
    if (stage === 'loading') await expect.poll(() => router.calls).toEqual(['load b']);
    await pause();
    await leave(req);
    const leftAt = Date.now();
    const busy = await roundTrip(llm);
    const line = new RegExp(`"time":"([^"]+)".*"status":499.*"stage":"${stage}"`);
    await expect.poll(() => llm.output()).toMatch(line);
    expect(Date.parse(line.exec(llm.output())![1]!) - leftAt).toBeLessThan(100 + busy);
    await pause();
    expect(router.calls).not.toContain('chat b');
    other?.destroy();
  });

  it('of an answer that is made whole takes the call with it, too', async () => {
    const embed = await fakeBackend((req) => req.resume());
    const llm = await withBackends('llm', {
      'llama-embed': embed.url,
      'llama-router': (await fakeBackend(afterBody(200, {}))).url,
    });
    const req = post(`${llm.url}/v1/embeddings`, { input: 'a' });
    await expect.poll(() => embed.seen.length).toBe(1);
    await pause();
    await expectLetGo(embed, llm, req, 'before the headers');
  });

  it.each(['adopted', 'framework'])(
    'also with requests that wait behind others on its connection (%s)',
    async (stack) => {
      const router = await fakeRouter({ m: 'loaded' });
      router.chat = (res, body) => {
        if (body.includes('"stream":true')) streaming({ resume() {} } as never, res, {} as never);
      };
      const env = { SYNAPSE_HTTP_STACK: stack };
      const llm = await withBackends('llm', { 'llama-router': router.url }, env);
      const one = (stream: boolean): string => {
        const body = JSON.stringify({ model: 'm', stream, messages: [] });
        const head = `host: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
        return `POST /v1/chat/completions HTTP/1.1\r\n${head}\r\n\r\n${body}`;
      };
      const socket = connect(Number(new URL(llm.url).port), '127.0.0.1');
      socket.write(one(true) + one(true) + one(false));
      const chats = () => router.seen.filter(({ url }) => url.endsWith('/completions'));
      await expect.poll(() => chats().length).toBe(3);
      await pause();
      socket.destroy();
      await expect.poll(() => chats().filter(({ abortedAt }) => abortedAt === null)).toEqual([]);
      await expect.poll(() => llm.output().match(/"status":499/g)?.length).toBe(3);
      const queue = (await (await fetch(`${llm.url}/models/queue`)).json()) as object;
      expect(queue).toMatchObject({ in_flight: [] });
    },
  );
});
