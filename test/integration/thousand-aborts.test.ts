import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { request, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { expect, it } from 'vitest';
import { readEnv } from '../../lib/config/env.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { events } from '../../lib/http/reply.ts';
import { defineRoutes } from '../../lib/http/route.ts';
import { createRunning } from '../../lib/http/running.ts';
import { createListener } from '../../lib/http/serve.ts';
import { createLog } from '../../lib/logging/log.ts';
import { backendOf } from '../support/backend-of.ts';
import { fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { listen } from '../support/listen.ts';
import { withBackends } from '../support/with-backends.ts';

/** Begins a chat and leaves after `ms`; resolves when the client's socket is gone. */
const comeAndGo = (url: string, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const req = request(url, { method: 'POST', headers, agent: false }, (res) =>
      res.on('error', () => {}).resume(),
    );
    req.on('error', () => {}).once('close', resolve);
    const body = JSON.stringify({
      model: 'm',
      stream: true,
      messages: [],
      pad: 'x'.repeat(20_000),
    });
    req.write(body.slice(0, 10_000));
    setTimeout(() => req.destroyed || req.end(body.slice(10_000)), ms / 4);
    setTimeout(() => req.destroy(), ms);
  });

async function crowd(url: string, visits: number): Promise<void> {
  const visitor = async (): Promise<void> => {
    for (let i = 0; i < visits / 20; i++) await comeAndGo(url, Math.random() * 200);
  };
  await Promise.all(Array.from({ length: 20 }, visitor));
}

/** Headers, a few tokens, and half a stream, each a few milliseconds after the other. */
function slowly(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const timer = setInterval(
    () => res.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"choi'),
    5,
  );
  res.once('close', () => clearInterval(timer));
}

it.runIf(process.platform === 'linux')(
  '1,000 clients that leave at random moments leave no socket behind, nor a place in the queue',
  async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = (res) => void setTimeout(() => slowly(res), Math.random() * 10);
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const open = (): number => readdirSync(`/proc/${llm.child.pid}/fd`).length;
    await fetch(`${llm.url}/models`);
    const before = open();
    await crowd(`${llm.url}/v1/chat/completions`, 1000);
    expect(router.calls.length).toBeGreaterThan(250);
    await expect.poll(open, { timeout: 20_000, interval: 250 }).toBeLessThanOrEqual(before);
    await expect
      .poll(() =>
        router.seen.every(({ url, abortedAt }) => !url.includes('chat') || abortedAt !== null),
      )
      .toBe(true);
    expect(await (await fetch(`${llm.url}/models/queue`)).json()).toMatchObject({
      queue: [],
      in_flight: [],
    });
    expect(llm.output()).not.toMatch(/stray|MaxListeners|"breaker"/);
  },
);

it('nor a timer, a listener or a running request', async () => {
  const fake = await fakeBackend((req, res) => void req.resume().on('end', () => slowly(res)));
  const { backend, changes } = backendOf(fake.url);
  const slice = defineRoutes({
    chat: {
      method: 'POST',
      path: '/chat',
      summary: '',
      tag: 't',
      replies: 'sse',
      seconds: 9,
      body: z.looseObject({}),
    },
  });
  const signals = new Set<AbortSignal>();
  const handlers: Handlers<typeof slice> = {
    chat: async ({ text, signal }) => {
      signals.add(signal);
      const { body } = await backend.send({ method: 'POST', path: '/', body: text, signal });
      return events(body, 'openai');
    },
  };
  const env = readEnv({ SYNAPSE_LOG_LEVEL: 'CRITICAL', SYNAPSE_REQUEST_LIMIT_SECONDS: '60' });
  const running = createRunning();
  const options = { env, log: createLog('test', env), ready: () => true, running };
  const { url, server } = await listen(createListener(slice, handlers, options));
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await crowd(`${url}/chat`, 400);
  expect(signals.size).toBeGreaterThan(100);
  await expect.poll(connections, { timeout: 10_000 }).toBe(0);
  expect(running.size()).toBe(0);
  await expect
    .poll(() => [...signals].filter((signal) => getEventListeners(signal, 'abort').length > 0))
    .toEqual([]);
  // By hand: a poll of the test runner has timers of its own.
  const patient = performance.now() + 10_000;
  while (timers() > before && performance.now() < patient) await new Promise(setImmediate);
  expect(timers()).toBeLessThanOrEqual(before);
  expect(changes).toEqual([]);
});
