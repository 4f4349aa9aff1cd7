import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createBus, type Bus } from './bus.ts';
import { localTransport } from './local-transport.ts';

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'synapse-bus-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'bus.sock');
}

function joinBus(path: string, host: boolean, capacity = 100): Bus {
  const bus = createBus((deliver) => localTransport({ path, host, capacity }, deliver));
  onTestFinished(() => bus.close());
  return bus;
}

function listen(bus: Bus): unknown[] {
  const heard: unknown[] = [];
  bus.subscribe('log', ({ n }) => heard.push(n));
  return heard;
}

const connected = (bus: Bus): Promise<void> =>
  expect.poll(() => bus.counters().connected, { timeout: 10_000 }).toBe(true);

it('brings every process what the others say, in order and once', async () => {
  const path = folder();
  const [host, a, b] = [joinBus(path, true), joinBus(path, false), joinBus(path, false)];
  const [atHost, atB] = [listen(host), listen(b)];
  await Promise.all([connected(a), connected(b), connected(host)]);
  await expect.poll(() => [host, a, b].every((bus) => bus.counters().connected)).toBe(true);
  const numbers = Array.from({ length: 90 }, (_, n) => n);
  for (const n of numbers) a.publish('log', { n });
  await expect.poll(() => atHost).toEqual(numbers);
  await expect.poll(() => atB).toEqual(numbers);
  host.publish('log', { n: 'h' });
  await expect.poll(() => atB.at(-1)).toBe('h');
  expect(atHost.at(-1)).toBe('h');
});

it('keeps what is said before there is a host, as far as there is room, and counts the rest', async () => {
  const path = folder();
  const early = joinBus(path, false, 10);
  for (let n = 0; n < 25; n++) early.publish('log', { n });
  expect(early.counters()).toMatchObject({ connected: false, waiting: 10, dropped: 15 });
  const host = joinBus(path, true);
  const heard = listen(host);
  await expect
    .poll(() => heard, { timeout: 10_000 })
    .toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  expect(early.counters()).toMatchObject({ connected: true, waiting: 0, dropped: 15 });
});

it('finds a host that comes back, and what was kept is still known', async () => {
  const path = folder();
  const first = joinBus(path, true);
  const other = joinBus(path, false);
  await Promise.all([connected(first), connected(other)]);
  first.keep('breaker:x', { state: 'open' });
  const orders: unknown[] = [];
  other.subscribe('control', ({ state }) => orders.push(state));
  await expect.poll(() => orders).toEqual(['open']);
  await first.close();
  await expect.poll(() => other.counters().connected).toBe(false);
  other.publish('log', { n: 'meanwhile' });
  const second = joinBus(path, true);
  const heard = listen(second);
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['meanwhile']);
  const late: unknown[] = [];
  joinBus(path, false).subscribe('control', ({ state }) => late.push(state));
  second.subscribe('control', ({ state }) => late.push(state));
  await expect.poll(() => late, { timeout: 10_000 }).toEqual(['open', 'open']);
});

it('takes over a socket that a killed process left behind; a second host joins the first', async () => {
  const path = folder();
  writeFileSync(path, '');
  const host = joinBus(path, true);
  await connected(host);
  const second = joinBus(path, true);
  await connected(second);
  const heard = listen(second);
  await expect
    .poll(() => {
      host.publish('log', { n: 1 });
      return heard.length;
    })
    .toBeGreaterThan(0);
});

it('is not held up by a reader that does not read, and puts up with nonsense', async () => {
  const path = folder();
  const host = joinBus(path, true);
  await connected(host);
  const stuck = connect(path);
  onTestFinished(() => void stuck.destroy());
  stuck.pause();
  stuck.write('listen log\nwhat\nlog {broken\nlog [1]\n');
  const good = joinBus(path, false);
  const heard = listen(good);
  await connected(good);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const text = 'x'.repeat(1000);
  for (let n = 0; n < 4000; n++) {
    host.publish('log', { n, text });
    if (n % 100 === 0) await new Promise(setImmediate);
  }
  await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(3999);
  expect(heard).toHaveLength(4000);
  expect(host.counters().dropped).toBeGreaterThan(500);
});
