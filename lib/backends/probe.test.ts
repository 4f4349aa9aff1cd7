import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { afterBody, fakeBackend } from '../../test/support/fake-backend.ts';
import { freePort } from '../../test/support/run-function.ts';
import type { BackendConfig } from '../config/backends.ts';
import { createBreakerBoard } from './breaker-board.ts';
import { createBackends, type Backends } from './client.ts';
import { probeAll } from './probe.ts';

function connect(
  urls: Readonly<Record<string, string>>,
  more: Partial<BackendConfig> = {},
): Backends {
  const config = (name: string, url: string): BackendConfig => ({
    name,
    urls: [url],
    type: 't',
    health: '/health',
    timeouts: { connectSeconds: 1, headersSeconds: 5, idleSeconds: 5 },
    connections: 1,
    headers: {},
    options: {},
    ...more,
  });
  const backends = new Map(Object.entries(urls).map(([name, url]) => [name, config(name, url)]));
  const all = createBackends(
    { backends, routes: new Map() },
    { log: { warn: () => {}, info: () => {} } },
  );
  onTestFinished(() => all.close());
  return all;
}

it('asks all at once, each within the limit, and follows redirects at home', async () => {
  const good = await fakeBackend((req, res) =>
    req.url === '/health' ? res.writeHead(307, { location: '/other' }).end() : res.end('ok'),
  );
  const bad = await fakeBackend(afterBody(500, 'no'));
  const [silent, mute] = [await fakeBackend(() => {}), await fakeBackend(() => {})];
  const away = await fakeBackend((_req, res) =>
    res.writeHead(302, { location: 'http://127.0.0.2:1/' }).end(),
  );
  const backends = connect({
    z: good.url,
    bad: bad.url,
    silent: silent.url,
    mute: mute.url,
    away: away.url,
    dead: `http://127.0.0.1:${await freePort()}`,
  });
  const started = performance.now();
  const results = await probeAll(backends, { seconds: 1 });
  expect(performance.now() - started).toBeLessThan(1600);
  expect(Object.keys(results)).toEqual(['z', 'bad', 'silent', 'mute', 'away', 'dead']);
  expect(results).toMatchObject({
    z: { status: 'healthy', code: 200, breaker: 'closed' },
    bad: { status: 'unhealthy', code: 500 },
    silent: { status: 'unreachable', error: 'no answer in time' },
    away: { status: 'unhealthy', code: 302 },
    dead: { status: 'unreachable', error: 'ECONNREFUSED' },
  });
  expect(backends.get('dead').breakerState()).toBe('closed');
});

it('the board shows the worst breaker of all processes, for a while', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'synapse-board-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [one, two] = [
    createBreakerBoard({ directory, instance: 'one' }),
    createBreakerBoard({ directory, instance: 'two/../x' }),
  ];
  one.publish('a', 'open');
  two.publish('a', 'half-open');
  two.publish('b', 'half-open');
  await expect.poll(() => one.read()).toEqual({ a: 'open', b: 'half-open' });
  one.publish('a', 'closed');
  await expect.poll(() => two.read()).toEqual({ a: 'half-open', b: 'half-open' });
  const none = createBreakerBoard({ instance: 'x' });
  none.publish('a', 'open');
  expect(await none.read()).toEqual({});
});

it('of several urls it tells how each is, and which are left out by whom and until when', async () => {
  const [bad, good] = [
    await fakeBackend(afterBody(500, 'no')),
    await fakeBackend(afterBody(200, 'ok')),
  ];
  const directory = mkdtempSync(join(tmpdir(), 'synapse-board-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const boards = ['one', 'two'].map((instance) => createBreakerBoard({ directory, instance }));
  const urls = [bad.url.replace('//', '//user:secret@'), good.url];
  const backends = connect({ b: good.url }, { urls });
  const board = boards[1]!;
  const urlsNow = async (): Promise<unknown> => (await probeAll(backends, { board }))['b']!.urls;
  expect(await probeAll(backends, { board })).toMatchObject({
    b: {
      status: 'healthy',
      urls: [
        { url: 1, state: 'in', status: 'unhealthy', code: 500 },
        { url: 2, state: 'in', status: 'healthy', code: 200 },
      ],
    },
  });
  const until = Date.now() + 60_000;
  boards[0]!.leftOut('b', 1, until);
  boards[1]!.leftOut('b', 1, until - 1000);
  boards[1]!.leftOut('b', 2, Date.now() - 1);
  const out = { url: 1, state: 'out', retry_at: new Date(until).toISOString() };
  await expect.poll(urlsNow).toMatchObject([out, { url: 2, state: 'in' }]);
  expect(JSON.stringify(await urlsNow())).not.toMatch(/secret|127\.0\.0\.1/);
  for (const one of boards) one.leftOut('b', 1, null);
  await expect.poll(urlsNow).toMatchObject([{ state: 'in' }, { state: 'in' }]);
  expect(await probeAll(connect({ b: good.url }), { board })).not.toHaveProperty('b.urls');
});

it('a breaker that was asked to stay open for long is shown as long', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const directory = mkdtempSync(join(tmpdir(), 'synapse-board-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [long, short] = ['long', 'short'].map((instance) =>
    createBreakerBoard({ directory, instance }),
  );
  long!.publish('a', 'open', 300_000);
  short!.publish('b', 'open', 30_000);
  await expect.poll(() => short!.read()).toEqual({ a: 'open', b: 'open' });
  vi.setSystemTime(Date.now() + 200_000);
  expect(await short!.read()).toEqual({ a: 'open' });
  vi.setSystemTime(Date.now() + 200_000);
  expect(await short!.read()).toEqual({});
});

it('a url that asked to be left alone for long is shown as long, though its process is gone', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'synapse-board-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const board = createBreakerBoard({ directory, instance: 'one' });
  await mkdir(join(directory, 'breakers'));
  const [at, until] = [Date.now() - 200_000, Date.now() + 60_000];
  const notice = { states: { b: 'open' }, answered: {}, out: { b: { 2: until } }, at };
  await writeFile(join(directory, 'breakers', 'gone-1.json'), JSON.stringify(notice));
  expect([await board.read(), await board.out()]).toEqual([{}, { b: { 2: until } }]);
});

it('sends nothing to a backend that would wake, and tells what the last calls found', async () => {
  const fake = await fakeBackend((_req, res) => void res.end('ok'));
  const directory = mkdtempSync(join(tmpdir(), 'synapse-board-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const board = createBreakerBoard({ directory, instance: 'one' });
  const backends = connect({ b: fake.url }, { scalesToZero: true });
  const status = async (): Promise<unknown> => (await probeAll(backends, { board }))['b'];
  expect(await status()).toEqual({ status: 'asleep', breaker: 'closed' });
  board.answered('b');
  await expect.poll(status).toEqual({ status: 'healthy', breaker: 'closed' });
  board.publish('b', 'open');
  await expect.poll(status).toMatchObject({ status: 'unreachable', breaker: 'open' });
  expect(fake.seen).toEqual([]);
});
