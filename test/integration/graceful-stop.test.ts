import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const form = (): FormData => {
  const data = new FormData();
  data.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
  return data;
};

it.each(['adopted', 'framework'])(
  'SIGTERM lets streams and requests finish, refuses new ones, exits 0 (%s)',
  async (stack) => {
    const backend = await fakeBackend((req, res) => {
      req.resume();
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('event: segment\r\ndata: {}\r\n\r\n');
      setTimeout(() => res.end('event: done\r\ndata: {}\r\n\r\n'), 1500);
    });
    const stt = await withBackends(
      'stt',
      { 'whisper-stt': backend.url },
      { SYNAPSE_HTTP_STACK: stack },
    );
    const answer = await fetch(`${stt.url}/stt/stream`, { method: 'POST', body: form() });
    const stopped = stt.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(fetch(`${stt.url}/readyz`)).rejects.toThrow();
    expect(await answer.text()).toContain('event: done');
    expect(await stopped).toBe(0);
  },
);

it('what outlives the drain time is told so: a whole answer by its status, a stream by an event', async () => {
  const backend = await fakeBackend((req, res) => {
    req.resume();
    if (!req.url?.includes('stream')) return;
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('event: segment\r\ndata: {}\r\n\r\n');
  });
  const stt = await withBackends(
    'stt',
    { 'whisper-stt': backend.url },
    { SYNAPSE_DRAIN_SECONDS: '1' },
  );
  const whole = fetch(`${stt.url}/stt/transcribe`, { method: 'POST', body: form() });
  const stream = await fetch(`${stt.url}/stt/stream`, { method: 'POST', body: form() });
  await expect.poll(() => backend.seen.length).toBe(2);
  const stopped = stt.stop();
  const answer = await whole;
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { error: { code: 'stopping' } },
  ]);
  const text = await stream.text();
  expect(text).toMatch(/^event: segment\r\ndata: \{\}\r\n\r\n[^]*"code":"stopping"/);
  expect(text).not.toContain('event: done');
  expect(await stopped).toBe(0);
});

it('keeps idle connections longer than queue-proxy does', async () => {
  const stt = await withBackends('stt', { 'whisper-stt': 'http://127.0.0.1:1' });
  const answer = await fetch(`${stt.url}/readyz`);
  expect(answer.headers.get('keep-alive')).toBe('timeout=120');
});

it('a connection on which nothing was asked holds nothing up', async () => {
  const stt = await withBackends('stt', { 'whisper-stt': 'http://127.0.0.1:9' });
  await fetch(`${stt.url}/stt/transcribe`);
  const silent = connect(Number(new URL(stt.url).port), '127.0.0.1');
  silent.on('error', () => {});
  await once(silent, 'connect');
  const started = performance.now();
  expect(await stt.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(5000);
});
