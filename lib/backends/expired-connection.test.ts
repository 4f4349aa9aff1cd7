import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { backendOf } from '../../test/support/backend-of.ts';
import { readText } from './answer.ts';

interface Raw {
  readonly url: string;
  /** How many requests came on each connection. */
  readonly requests: number[];
}

/** Answers the first request of a connection, and does what it is told with the second. */
async function server(
  second: (socket: Socket) => void,
  first?: (socket: Socket) => void,
): Promise<Raw> {
  const requests: number[] = [];
  const raw: Server = createServer((socket) => {
    const index = requests.push(0) - 1;
    socket.on('error', () => {});
    socket.on('data', () => {
      requests[index]!++;
      if (requests[index]! > 1) second(socket);
      else if (first) first(socket);
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  }).listen(0, '127.0.0.1');
  await once(raw, 'listening');
  onTestFinished(() => void raw.close());
  return { requests, url: `http://127.0.0.1:${(raw.address() as AddressInfo).port}` };
}

/** The connection of the last call is free again. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
const post = { method: 'POST', path: '/a', body: '{"a":1}' } as const;

it.each<[string, (socket: Socket) => void]>([
  ['closes', (socket) => socket.end()],
  ['resets', (socket) => socket.resetAndDestroy()],
])('a kept connection that %s at the next request is replaced, once', async (_how, second) => {
  const { url, requests } = await server(second);
  const { backend, changes } = backendOf(url);
  for (let i = 0; i < 3; i++) {
    expect(await readText(await backend.send(post))).toBe('ok');
    await settled();
  }
  expect(requests).toEqual([2, 1, 1]);
  expect(changes).toEqual([]);
});

it('a connection that ends after a second may have been worked on: 502', async () => {
  const { url, requests } = await server((socket) => void setTimeout(() => socket.end(), 1200));
  const { backend } = backendOf(url);
  await readText(await backend.send(post));
  await settled();
  await expect(backend.send(post)).rejects.toMatchObject({ code: 'backend_broken' });
  expect(requests).toEqual([2]);
});

it('a new connection that hangs up is not tried again', async () => {
  const hangUp = (socket: Socket): void => void socket.end();
  const { url, requests } = await server(hangUp, hangUp);
  await expect(backendOf(url).backend.send(post)).rejects.toMatchObject({ status: 502 });
  expect(requests).toEqual([1]);
});

it('an upload gets a connection that cannot have expired', async () => {
  const { url, requests } = await server((socket) => socket.end());
  const { backend } = backendOf(url);
  const body = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('part');
  };
  await readText(await backend.send(post));
  await settled();
  expect(await readText(await backend.send({ ...post, body }))).toBe('ok');
  expect(requests.length).toBe(2);
});
