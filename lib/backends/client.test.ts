import { createServer as createTcpServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { afterBody, fakeBackend } from '../../test/support/fake-backend.ts';
import { freePort } from '../../test/support/run-function.ts';
import type { BackendConfig } from '../config/backends.ts';
import { ApiError, clientGone } from '../errors.ts';
import { readText } from './answer.ts';
import { createBackends, type Backend } from './client.ts';

function backend(
  urls: string | readonly string[],
  more: Partial<BackendConfig> = {},
): { backend: Backend; changes: string[] } {
  const changes: string[] = [];
  const config: BackendConfig = {
    name: 'b',
    urls: [urls].flat(),
    type: 't',
    health: '/health',
    timeouts: { connectSeconds: 1, headersSeconds: 5, idleSeconds: 5 },
    connections: 8,
    headers: {},
    options: {},
    ...more,
  };
  const log = { warn: () => {}, info: () => {} };
  const backends = createBackends(
    { backends: new Map([['b', config]]), routes: new Map([['/x', 'b']]) },
    { log, onBreakerChange: (_name, state) => changes.push(state) },
  );
  onTestFinished(() => backends.close());
  expect(() => backends.get('other')).toThrow(/other is not configured/);
  expect(backends.forRoute('/x', 'other')).toBe(backends.get('b'));
  return { backend: backends.get('b'), changes };
}

/** A server of raw bytes. */
async function raw(script: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    script(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = { method: 'GET', path: '/a' } as const;

describe('send', () => {
  it('prefixes the path, sends its headers and answers with any status', async () => {
    const fake = await fakeBackend(afterBody(418, 'teapot'));
    const { backend: b } = backend(`${fake.url}/base`, { headers: { authorization: 'Bearer k' } });
    const answer = await b.send({ ...get, headers: { 'x-a': '1' } });
    expect([answer.status, await readText(answer)]).toEqual([418, 'teapot']);
    expect(fake.seen[0]).toMatchObject({
      url: '/base/a',
      headers: { authorization: 'Bearer k', 'x-a': '1', 'accept-encoding': 'identity' },
    });
  });

  it.each<[string, (socket: Socket) => void, number, string]>([
    [
      'cuts before the headers',
      (socket) => socket.once('data', () => socket.destroy()),
      502,
      'backend_broken',
    ],
    ['speaks no HTTP', (socket) => socket.end('garbage\r\n\r\n'), 502, 'backend_broken'],
    ['is silent', () => {}, 504, 'backend_timeout'],
  ])('a backend that %s', async (_name, script, status, code) => {
    const { backend: b } = backend(await raw(script), {
      timeouts: { connectSeconds: 1, headersSeconds: 1, idleSeconds: 1 },
    });
    await expect(b.send(get)).rejects.toMatchObject({
      status,
      code,
      message: expect.stringContaining('backend b') as string,
    });
  });

  it.each<[string, string, number]>([
    ['breaks', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart', 502],
    ['falls silent', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart', 504],
  ])('a body that %s fails as an ApiError', async (how, bytes, status) => {
    const url = await raw((socket) => {
      socket.once('data', () => (how === 'breaks' ? socket.end(bytes) : socket.write(bytes)));
    });
    const { backend: b } = backend(url, {
      timeouts: { connectSeconds: 1, headersSeconds: 5, idleSeconds: 1 },
    });
    await expect(readText(await b.send(get))).rejects.toMatchObject({ status });
  });

  it('tries again only when it could not connect, on the next url', async () => {
    const fake = await fakeBackend(afterBody(200, 'ok'));
    const { backend: b } = backend([`http://127.0.0.1:${await freePort()}`, fake.url]);
    expect(await readText(await b.send(get))).toBe('ok');
    const cutting = await fakeBackend((_req, res) => res.destroy());
    await backend(cutting.url)
      .backend.send(get)
      .catch(() => {});
    expect(cutting.seen).toHaveLength(1);
  });

  it('ends at once with the reason of its signal, also between two tries', async () => {
    const { backend: b, changes } = backend(`http://127.0.0.1:${await freePort()}`);
    for (let i = 0; i < 6; i++) {
      const leaving = new AbortController();
      setTimeout(() => leaving.abort(clientGone('test')), 60);
      const started = performance.now();
      await expect(b.send({ ...get, signal: leaving.signal })).rejects.toMatchObject({
        status: 499,
      });
      expect(performance.now() - started).toBeLessThan(160);
    }
    expect(changes).toEqual([]);
  });

  it('passes on what goes wrong in the making of the body, and does not count it', async () => {
    const fake = await fakeBackend((req) => req.resume());
    const { backend: b, changes } = backend(fake.url);
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('part');
      throw new ApiError(422, 'bad', 'the upload does not fit');
    };
    for (let i = 0; i < 6; i++)
      await expect(b.send({ ...get, method: 'POST', body })).rejects.toMatchObject({ status: 422 });
    expect(changes).toEqual([]);
  });
});

describe('the breaker', () => {
  it('counts calls, opens at five, refuses, and is closed by what answers', async () => {
    const fake = await fakeBackend(afterBody(503, { detail: 'down' }));
    const { backend: b, changes } = backend(fake.url);
    for (let i = 0; i < 5; i++) expect((await b.send(get)).status).toBe(503);
    await expect(b.send(get)).rejects.toMatchObject({
      status: 503,
      code: 'breaker_open',
      options: { headers: { 'retry-after': '30' } },
    });
    expect([b.breakerState(), changes, fake.seen.length]).toEqual(['open', ['open'], 5]);
  });

  it.each([
    ['a loading model', 503, '{"error":{"message":"Loading model","type":"unavailable_error"}}'],
    ['a missing tool', 503, '{"error":{"code":"missing_tool"}}'],
    ['500', 500, 'oops'],
    ['429', 429, 'slow down'],
  ])('does not count %s, and the caller gets the whole body', async (_name, status, text) => {
    const fake = await fakeBackend(afterBody(status, text));
    const { backend: b, changes } = backend(fake.url);
    for (let i = 0; i < 7; i++) expect(await readText(await b.send(get))).toBe(text);
    expect(changes).toEqual([]);
  });
});
