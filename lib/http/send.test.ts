import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../../test/support/listen.ts';
import { ApiError } from '../errors.ts';
import { sendError } from './send.ts';

it('an error sent while the client still uploads reaches it, and the connection stays usable', async () => {
  const { url } = await listen((req, res) => {
    req.once('data', () => {
      req.pause();
      sendError(req, res, new ApiError(422, 'no', 'does not fit'), 'r');
    });
  });
  for (let round = 0; round < 20; round++) {
    const answer = await fetch(url, { method: 'POST', body: new Uint8Array(3_000_000) });
    expect(answer.status).toBe(422);
    await answer.text();
  }
});

it('an upload that goes on for too long after the answer is cut', async () => {
  const { url } = await listen((req, res) => {
    req.once('data', () => sendError(req, res, new ApiError(422, 'no', 'does not fit'), 'r'));
  });
  const req = request(url, { method: 'POST' });
  const closed = new Promise((resolve) => req.on('error', resolve).on('close', resolve));
  req.write('x');
  const timer = setInterval(() => req.write('x'), 100);
  await closed;
  clearInterval(timer);
}, 10_000);

it('reaches a client that closes its connection after each answer', async () => {
  const { url } = await listen((req, res) => {
    req.once('data', () => {
      req.pause();
      sendError(req, res, new ApiError(422, 'no', 'does not fit'), 'r');
    });
  });
  for (let round = 0; round < 50; round++) {
    const req = request(url, { method: 'POST', agent: false });
    const answer = once(req, 'response') as Promise<[IncomingMessage]>;
    req.write(Buffer.alloc(300_000));
    const [res] = await answer;
    req.end(Buffer.alloc(3_000_000));
    expect(res.statusCode).toBe(422);
    let body = '';
    for await (const chunk of res) body += String(chunk);
    expect(body).toContain('does not fit');
  }
});
