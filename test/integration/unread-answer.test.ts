import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const BODY = JSON.stringify({
  model: 'm',
  stream: true,
  messages: [{ role: 'user', content: 'x' }],
});
const REQUEST = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const EVENT = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(4000) } }] })}\n\n`;

/** Speaks without end, as fast as it is read, and tells when it is left. */
async function endlessChat() {
  let left = false;
  const backend = await fakeBackend((req, res) => {
    req.resume();
    if (req.method === 'GET')
      return void res.end(JSON.stringify({ data: [{ id: 'm', status: { value: 'loaded' } }] }));
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const more = (): void => {
      while (!res.destroyed && res.write(EVENT));
    };
    res.on('drain', more).on('close', () => (left = true));
    more();
  });
  const llm = await withBackends(
    'llm',
    { 'llama-router': { url: backend.url, options: { runtime: 'fixed' } } },
    { SYNAPSE_READER_IDLE_SECONDS: '1' },
  );
  const socket = connect(Number(new URL(llm.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(REQUEST);
  return { socket, left: () => left };
}

it('a client that reads nothing of its stream does not hold the backend for ever', async () => {
  const { socket, left } = await endlessChat();
  socket.pause();
  await expect.poll(left, { timeout: 10_000 }).toBe(true);
});

it('a slow one is served', async () => {
  const { socket, left } = await endlessChat();
  let taken = 0;
  socket.on('data', (chunk) => {
    taken += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 20);
  });
  await sleep(4000);
  expect(left()).toBe(false);
  expect(taken).toBeGreaterThan(100_000);
  socket.destroy();
});
