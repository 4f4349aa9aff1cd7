import { expect, it, onTestFinished } from 'vitest';
import { createBus, type Bus } from '../../lib/bus/bus.ts';
import { redisTransport } from '../../lib/bus/redis-transport.ts';
import { runRedis, type RunningRedis } from '../support/run-redis.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function joinBus(url: string, capacity: number): Bus {
  const options = { url, channel: 'synapse:terminal_feed', timeoutSeconds: 1, capacity };
  const bus = createBus((deliver) => redisTransport({ ...options, onOutage: () => {} }, deliver));
  onTestFinished(() => bus.close());
  return bus;
}

/** A process that shows lines, as a replica of the dashboard does. */
function reader(url: string, capacity = 2000) {
  const bus = joinBus(url, capacity);
  const shown: unknown[] = [];
  let counted = 0;
  bus.subscribe(
    'log',
    ({ n }) => void (n === undefined || shown.push(n)),
    ({ count }) => (counted += count),
  );
  return { bus, shown, counted: () => counted };
}

type Reader = ReturnType<typeof reader>;

/** Two readers, and a process that writes a line every few milliseconds while something happens to Redis. */
async function write(
  redis: RunningRedis,
  happens: (settled: () => Promise<void>) => Promise<void>,
  capacity = 2000,
) {
  const readers = [reader(redis.url), reader(redis.url)];
  const writer = joinBus(redis.url, capacity);
  let greetings = 0;
  await expect
    .poll(() => {
      writer.publish('log', {});
      greetings++;
      return readers.every(({ bus }) => bus.counters().received > 3);
    })
    .toBe(true);
  let written = 0;
  const timer = setInterval(() => writer.publish('log', { n: written++ }), 4);
  await sleep(300);
  await happens(() =>
    expect
      .poll(() => [writer.counters().connected, writer.counters().waiting < 3])
      .toEqual([true, true]),
  );
  await sleep(300);
  clearInterval(timer);
  const sum = ({ shown, counted }: Reader): number => shown.length + counted();
  await expect
    .poll(() => readers.map(sum), { timeout: 25_000 })
    .toEqual([written, written])
    .catch((error: unknown) => {
      const facts = readers.map(({ shown, counted }) => [shown.length, counted()]);
      throw new Error(JSON.stringify({ written, greetings, facts, ...writer.counters() }), {
        cause: error,
      });
    });
  for (const { shown, bus, counted } of readers) {
    expect(new Set(shown).size).toBe(shown.length);
    expect([...shown].sort((a, b) => Number(a) - Number(b))).toEqual(shown);
    expect(bus.counters().lost).toBe(counted());
  }
  return { readers, writer, written };
}

it('Redis is killed and started again: every line is shown by both replicas', async () => {
  const redis = await runRedis();
  const { readers, written } = await write(redis, async (settled) => {
    await redis.stop();
    await sleep(1500);
    await redis.start();
    await settled();
  });
  for (const { shown, counted } of readers) expect([shown.length, counted()]).toEqual([written, 0]);
  // Who comes late misses nothing, and neither is missed what a process said that has ended.
  const late = reader(redis.url);
  const again = joinBus(redis.url, 2000);
  await expect
    .poll(() => {
      again.publish('log', { n: 'again' });
      return [...readers, late].every(({ shown }) => shown.at(-1) === 'again');
    })
    .toBe(true);
  await sleep(6000);
  expect([...readers, late].map(({ counted }) => counted())).toEqual([0, 0, 0]);
}, 60_000);

it('Redis is restarted at once, again and again: every line is shown or counted', async () => {
  const redis = await runRedis();
  await write(redis, async () => {
    for (let turn = 0; turn < 3; turn++) {
      await redis.stop();
      await redis.start();
      await sleep(1500);
    }
  });
}, 60_000);

it('Redis hangs: every line is shown or counted, and none twice', async () => {
  const redis = await runRedis();
  onTestFinished(redis.resume);
  await write(redis, async () => {
    redis.pause();
    await sleep(2500);
    redis.resume();
    await sleep(2500);
  });
}, 60_000);

it('an outage longer than the room for waiting lines: both replicas count the same', async () => {
  const redis = await runRedis();
  const outage = async (settled: () => Promise<void>): Promise<void> => {
    await redis.stop();
    await sleep(1500);
    await redis.start();
    await settled();
  };
  const { readers, writer } = await write(redis, outage, 50);
  const { dropped } = writer.counters();
  expect(dropped).toBeGreaterThan(100);
  expect(readers.map(({ counted }) => counted())).toEqual([dropped, dropped]);
}, 60_000);

it('a reader that Redis cuts off counts what it has missed', async () => {
  const redis = await runRedis();
  const { Redis } = await import('ioredis');
  const operator = new Redis(redis.url);
  onTestFinished(() => operator.disconnect());
  const { readers } = await write(redis, async () => {
    await operator.client('KILL', 'TYPE', 'pubsub');
    await sleep(3000);
  });
  for (const { counted } of readers) expect(counted()).toBeGreaterThan(50);
}, 60_000);
