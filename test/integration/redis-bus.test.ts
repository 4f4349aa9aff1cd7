import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { connectBus } from '../../lib/bus/connect.ts';
import { readEnv } from '../../lib/config/env.ts';
import { createBus, type Bus } from '../../lib/bus/bus.ts';
import type { Outage } from '../../lib/bus/redis-outages.ts';
import { redisTransport } from '../../lib/bus/redis-transport.ts';
import { redisCli, runRedis } from '../support/run-redis.ts';

const CHANNEL = 'synapse:terminal_feed';

interface Member {
  readonly bus: Bus;
  readonly heard: unknown[];
  readonly outages: Outage[];
}

async function member(url: string, capacity = 50): Promise<Member> {
  const outages: Outage[] = [];
  const bus = createBus((deliver) =>
    redisTransport(
      {
        url,
        channel: CHANNEL,
        timeoutSeconds: 1,
        capacity,
        onOutage: (outage) => outages.push(outage),
      },
      deliver,
    ),
  );
  onTestFinished(() => bus.close());
  const heard: unknown[] = [];
  bus.subscribe('log', ({ n }) => heard.push(n));
  await expect.poll(() => bus.counters().connected, { timeout: 5000 }).toBe(true);
  return { bus, heard, outages };
}

let rounds = 0;

/** Subscriptions take a moment longer than connections: all have heard the last greeting of each, and nothing is under way. */
async function together(members: readonly Member[]): Promise<void> {
  for (const { bus } of members) {
    const greeting = `hello ${++rounds}`;
    const heardByAll = (n: string): boolean => members.every(({ heard }) => heard.includes(n));
    await expect
      .poll(
        () => {
          bus.publish('log', { n: greeting });
          return heardByAll(greeting);
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    bus.publish('log', { n: `${greeting}, last` });
    await expect.poll(() => heardByAll(`${greeting}, last`)).toBe(true);
  }
  for (const { heard } of members) heard.length = 0;
}

it('every process hears the same lines in the same order, its own among them', async () => {
  const { url } = await runRedis({ password: 'a-p-ss' });
  const members = [await member(url, 1000), await member(url, 1000), await member(url, 1000)];
  await together(members);
  for (let n = 0; n < 200; n++) {
    for (const [index, { bus }] of members.entries()) bus.publish('log', { n: `${index}-${n}` });
    if (n % 20 === 0) await new Promise(setImmediate);
  }
  const [first, ...others] = members;
  await expect.poll(() => first!.heard.length).toBe(600);
  for (const { heard } of others) await expect.poll(() => heard).toEqual(first!.heard);
  expect(first!.heard.filter((n) => String(n).startsWith('1-'))).toEqual(
    Array.from({ length: 200 }, (_, n) => `1-${n}`),
  );
  expect(first!.bus.counters()).toMatchObject({ dropped: 0, unconfirmed: 0, waiting: 0 });
});

it('speaks the plain channel that other programs know', async () => {
  const { url } = await runRedis();
  const one = await member(url);
  await together([one]);
  const [foreign, reader] = [new Redis(url), new Redis(url)];
  onTestFinished(() => (foreign.disconnect(), reader.disconnect()));
  const seen: string[] = [];
  await reader.subscribe(CHANNEL);
  reader.on('message', (_, text) => seen.push(text));
  one.bus.publish('log', { ts: 't', source: 's', level: 'INFO', message: 'm', instance: 'i' });
  await expect
    .poll(() => seen[0])
    .toMatch(
      /^\{"ts":"t","source":"s","level":"INFO","message":"m","instance":"i","id":"[0-9a-f]+-\d+"\}$/,
    );
  await foreign.publish(CHANNEL, 'no JSON');
  await foreign.publish(CHANNEL, '[1]');
  await foreign.publish(CHANNEL, '{"n":"theirs"}');
  await expect.poll(() => one.heard).toContain('theirs');
});

it('a server that stops costs the oldest lines, which are counted, and nothing else', async () => {
  const redis = await runRedis();
  const [a, b] = [await member(redis.url), await member(redis.url)];
  await together([a, b]);
  a.bus.keep('breaker:x', { state: 'open' });
  await redis.stop();
  await expect.poll(() => a.bus.counters().connected).toBe(false);
  const started = performance.now();
  for (let n = 0; n < 200; n++) a.bus.publish('log', { n });
  expect(performance.now() - started).toBeLessThan(100);
  expect(a.heard).toEqual(Array.from({ length: 200 }, (_, n) => n));
  expect(a.bus.counters()).toMatchObject({ waiting: 50, dropped: 150 });
  await redis.start();
  await expect.poll(() => b.bus.counters().connected, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => a.bus.counters().waiting, { timeout: 20_000 }).toBe(0);
  await together([a, b]);
  expect(a.outages).toMatchObject([{ value: 'began' }, { value: 'ended', dropped: 150 }]);
  const late = await member(redis.url);
  const orders: unknown[] = [];
  late.bus.subscribe('control', ({ state }) => orders.push(state));
  await expect.poll(() => orders, { timeout: 5000 }).toEqual(['open']);
});

it('a listener that the server cuts off says so, and hears again', async () => {
  const { url } = await runRedis();
  const [a, b] = [await member(url), await member(url)];
  await together([a, b]);
  const operator = new Redis(url);
  onTestFinished(() => operator.disconnect());
  await operator.client('KILL', 'TYPE', 'pubsub');
  await expect
    .poll(() => b.outages, { timeout: 10_000 })
    .toMatchObject([{ value: 'began' }, { value: 'ended', deaf: true }]);
  expect(b.bus.counters()).toMatchObject({ connected: true, reconnects: 1 });
  await together([a, b]);
});

it('a server that hangs holds nobody up; afterwards no line is heard twice', async () => {
  const redis = await runRedis();
  const [a, b] = [await member(redis.url), await member(redis.url)];
  await together([a, b]);
  redis.pause();
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  for (const n of numbers) a.bus.publish('log', { n });
  await expect.poll(() => a.heard, { timeout: 10_000 }).toEqual(numbers);
  expect(a.bus.counters().unconfirmed).toBe(40);
  await expect.poll(() => a.bus.counters().connected, { timeout: 10_000 }).toBe(false);
  redis.resume();
  const before = [...a.heard];
  expect(new Set(b.heard).size).toBe(b.heard.length);
  await together([a, b]);
  a.bus.publish('log', { n: 'after' });
  await expect.poll(() => b.heard).toEqual(['after']);
  await expect.poll(() => a.heard).toEqual(['after']);
  expect(before).toEqual(numbers);
  expect(a.outages[0]).toMatchObject({ value: 'began' });
}, 60_000);

it('a wrong password is told without the password', async () => {
  const { url } = await runRedis({ password: 'right-password' });
  const outages: Outage[] = [];
  const bus = createBus((deliver) =>
    redisTransport(
      {
        url: url.replace('right-password', 'wrong-password'),
        channel: CHANNEL,
        timeoutSeconds: 1,
        capacity: 5,
        onOutage: (outage) => outages.push(outage),
      },
      deliver,
    ),
  );
  onTestFinished(() => bus.close());
  await expect.poll(() => outages).toHaveLength(1);
  expect(JSON.stringify(outages)).toContain('WRONGPASS');
  expect(JSON.stringify(outages)).not.toContain('wrong-password');
  expect(bus.counters().connected).toBe(false);
});

it('a user who may not listen is told what Redis says of that', async () => {
  const { url } = await runRedis();
  const made = redisCli(
    url,
    'ACL',
    'SETUSER',
    'deaf',
    'on',
    '>pass',
    '~*',
    'resetchannels',
    '+@all',
  );
  await expect.poll(made.printed).toContain('OK');
  const outages: Outage[] = [];
  const bus = createBus((deliver) =>
    redisTransport(
      {
        url: url.replace('redis://', 'redis://deaf:pass@'),
        channel: CHANNEL,
        timeoutSeconds: 1,
        capacity: 5,
        onOutage: (outage) => outages.push(outage),
      },
      deliver,
    ),
  );
  onTestFinished(() => bus.close());
  bus.subscribe('log', () => {});
  await expect.poll(() => outages).toMatchObject([{ reason: expect.stringContaining('NOPERM') }]);
});

it('an outage that has cost nothing ends as information, one that has cost lines as a warning', async () => {
  const redis = await runRedis();
  const told: [level: string, line: string][] = [];
  const variables = {
    SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
    SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
    SYNAPSE_BUS_QUEUE_SIZE: '10',
  };
  const bus = connectBus(readEnv(variables), {
    host: false,
    tell: (level, _fields, line) => told.push([level, line.slice(0, 13)]),
  });
  onTestFinished(() => bus.close());
  bus.subscribe('control', () => {});
  for (const [lines, level] of [
    [3, 'info'],
    [30, 'warn'],
  ] as const) {
    told.length = 0;
    await expect.poll(() => bus.reaches('control'), { timeout: 20_000 }).toBe(true);
    await redis.stop();
    await expect.poll(() => bus.counters().connected).toBe(false);
    for (let n = 0; n < lines; n++) bus.publish('log', { n });
    await redis.start();
    await expect
      .poll(() => told, { timeout: 20_000 })
      .toEqual([
        ['warn', 'Redis is away'],
        [level, 'Redis is back'],
      ]);
  }
});
