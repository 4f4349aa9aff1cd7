import { describe, expect, it } from 'vitest';
import { fakeBackend, afterBody, type Script } from '../support/fake-backend.ts';
import { freePort } from '../support/run-function.ts';
import { withBackends } from '../support/with-backends.ts';

const form = (): FormData => {
  const data = new FormData();
  data.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
  return data;
};

const post = (url: string): Promise<Response> => fetch(url, { method: 'POST', body: form() });

describe('what a backend answers', () => {
  it.each<[string, Script, number, string]>([
    [
      '400 with a detail',
      afterBody(400, { detail: 'the file is too short' }),
      400,
      'the file is too short',
    ],
    ['422 rows', afterBody(422, { detail: [{ msg: 'no' }] }), 422, 'no'],
    ['401', afterBody(401, { detail: 'no key' }), 502, 'no key'],
    [
      '500 with HTML',
      afterBody(500, '<html><body>Traceback</body></html>', { 'content-type': 'text/html' }),
      502,
      'status 500',
    ],
    ['502 with nothing', afterBody(502, ''), 502, 'status 502'],
    [
      '503 with Retry-After',
      afterBody(503, { detail: 'busy' }, { 'retry-after': '9' }),
      503,
      'busy',
    ],
    ['302', afterBody(302, '', { location: '/elsewhere' }), 502, 'status 302'],
    ['200 that is no JSON', afterBody(200, '<p>hello</p>'), 502, 'not JSON'],
    ['a cut connection', (_req, res) => res.destroy(), 502, 'broke'],
  ])('%s', async (_name, script, status, words) => {
    const backend = await fakeBackend(script);
    const stt = await withBackends('stt', { 'whisper-stt': backend.url });
    const answer = await post(`${stt.url}/stt/transcribe`);
    const body = (await answer.json()) as { error: { message: string } };
    expect([answer.status, body.error.message]).toEqual([status, expect.stringContaining(words)]);
    if (status === 503) expect(answer.headers.get('retry-after')).toBe('9');
    expect(JSON.stringify(body)).not.toMatch(/Traceback|127\.0\.0\.1/);
  });

  it('a silent backend is 504', async () => {
    const backend = await fakeBackend(() => {});
    const stt = await withBackends('stt', {
      'whisper-stt': { url: backend.url, timeouts: { headers: 1 } },
    });
    expect((await post(`${stt.url}/stt/transcribe`)).status).toBe(504);
  });

  it('a missing backend is 503 and named', async () => {
    const stt = await withBackends('stt', { other: 'http://127.0.0.1:1' });
    const answer = await post(`${stt.url}/stt/transcribe`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('whisper-stt');
  });

  it('a stream that breaks ends with an error event and without done', async () => {
    const backend = await fakeBackend((req, res) => {
      req.resume();
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('event: segment\r\ndata: {"id":0}\r\n\r\nevent: segment\r\ndata: {"i');
      setTimeout(() => res.destroy(), 100);
    });
    const stt = await withBackends('stt', { 'whisper-stt': backend.url });
    const answer = await post(`${stt.url}/stt/stream`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toMatch(
      /^event: segment\r\ndata: \{"id":0\}\r\n\r\nevent: error\ndata: \{"error":\{.*"code":"backend_broken"/,
    );
    expect(text).not.toContain('event: done');
  });

  it.each([
    ['{"message":"out of memory","code":500}', 502, 'warn'],
    ['{"message":"the context is full","code":400}', 400, 'info'],
  ])(
    'an error a backend tells in its stream is no success to the log: %s',
    async (error, status, level) => {
      const said = `data: {"choices":[]}\n\ndata: {"error":${error}}\n\ndata: [DONE]\n\n`;
      const backend = await fakeBackend((req, res) => {
        req.resume();
        if (req.url === '/models') {
          res.end('{"data":[{"id":"a","status":{"value":"loaded"}}]}');
          return;
        }
        res.writeHead(200, { 'content-type': 'text/event-stream' }).end(said);
      });
      const llm = await withBackends('llm', { 'llama-router': backend.url });
      const answer = await fetch(`${llm.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'told-1' },
        body: '{"model":"a","stream":true,"messages":[]}',
      });
      expect(await answer.text()).toBe(said);
      await expect.poll(() => llm.output()).toContain('told-1');
      const line = llm
        .output()
        .split('\n')
        .find((text) => text.includes('told-1'))!;
      expect(JSON.parse(line)).toMatchObject({ level, status, code: 'backend_error' });
    },
  );

  it('audio that breaks is never ended cleanly', async () => {
    const backend = await fakeBackend((req, res) => {
      req.resume();
      res.writeHead(200, { 'content-type': 'audio/wav' });
      res.write(
        Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'), Buffer.alloc(5000)]),
      );
      setTimeout(() => res.destroy(), 100);
    });
    const audio = await withBackends('audio', { 'deepfilter-audio': backend.url });
    const answer = await post(`${audio.url}/audio/denoise`);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });
});

describe('the breaker', () => {
  it('opens after five calls, refuses at once, shows in /health, lets one probe through', async () => {
    const port = await freePort();
    const dead = { url: `http://127.0.0.1:${port}`, timeouts: { connect: 1 } };
    const stt = await withBackends('stt', { 'whisper-stt': dead });
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await post(`${stt.url}/stt/transcribe`)).status),
    );
    expect(statuses).toEqual(Array(5).fill(503));
    const started = performance.now();
    const refused = await post(`${stt.url}/stt/transcribe`);
    expect(performance.now() - started).toBeLessThan(300);
    expect(await refused.json()).toMatchObject({ error: { code: 'breaker_open' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20);
    const health = await withBackends(
      'health',
      { 'whisper-stt': dead },
      { SYNAPSE_STATE_DIR: `${stt.directory}/state` },
    );
    expect(await (await fetch(`${health.url}/health`)).json()).toEqual({
      status: 'degraded',
      backends: {
        'whisper-stt': { status: 'unreachable', error: 'ECONNREFUSED', breaker: 'open' },
      },
    });
  });

  it('is not opened by what is not an outage', async () => {
    const backend = await fakeBackend(afterBody(400, { detail: 'no' }));
    const stt = await withBackends('stt', { 'whisper-stt': backend.url });
    for (let i = 0; i < 7; i++) expect((await post(`${stt.url}/stt/transcribe`)).status).toBe(400);
  });
});

it('a wrong backends file stops the start and names key and value', async () => {
  await expect(withBackends('stt', { 'whisper-stt': { url: 'ftp://x' } })).rejects.toThrow(
    /backends\.whisper-stt\.url \("ftp:\/\/x"\)/,
  );
  await expect(
    withBackends('stt', { 'whisper-stt': { url: 'http://x', helth: '/h' } }),
  ).rejects.toThrow(/helth/);
});
