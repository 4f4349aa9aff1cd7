import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runRedis } from '../../../test/support/run-redis.ts';
import type { PeerNews } from '../scheduler/state.ts';
import type { Peers } from './peers.ts';
import { createRedisPeers } from './redis-peers.ts';

const never = new AbortController().signal;

async function replicas(leaseMs = 1000) {
  const redis = await runRedis();
  const lines: string[] = [];
  const note = (_fields: object, message: string): void => void lines.push(message);
  const join = (): Peers => {
    const peers = createRedisPeers({
      url: redis.url,
      router: 'http://router',
      leaseMs,
      log: { warn: note, info: note },
    });
    onTestFinished(peers.stop);
    return peers;
  };
  return { redis, lines, join };
}

/** Resolves with what has come of a promise within the time. */
const within = <T>(ms: number, promise: Promise<T>): Promise<T | 'not yet'> =>
  Promise.race([promise, sleep(ms, 'not yet' as const)]);

describe('createRedisPeers', () => {
  it('gives the lease to one at a time', async () => {
    const { join } = await replicas();
    const [a, b] = [join(), join()];
    await a.hold(never);
    const waiting = b.hold(never);
    expect(await within(1500, waiting)).toBe('not yet');
    expect([await a.check(), await b.check()]).toEqual([true, false]);
    a.drop();
    await waiting;
    expect([await a.check(), await b.check()]).toEqual([false, true]);
  });

  it('closes a model for all, and waits until nobody uses it', async () => {
    const { join } = await replicas();
    const [a, b] = [join(), join()];
    expect(await a.enter('m')).toBe(true);
    expect(await a.enter('m')).toBe(true);
    await b.hold(never);
    const closing = b.close('m', never);
    expect(await within(300, closing)).toBe('not yet');
    a.leave('m');
    expect(await within(300, closing)).toBe('not yet');
    a.leave('m');
    await closing;
    expect(await a.enter('m')).toBe(false);
    expect(await a.enter('other')).toBe(true);
    expect(await b.enter('m')).toBe(true);
    b.drop();
    await expect.poll(() => a.enter('m')).toBe(true);
  });

  it('closes everything for a restart', async () => {
    const { join } = await replicas();
    const [a, b] = [join(), join()];
    await a.enter('m');
    await b.hold(never);
    const closing = b.close('*', never);
    expect(await within(200, closing)).toBe('not yet');
    expect(await a.enter('n')).toBe(false);
    a.leave('m');
    await closing;
  });

  it('tells the others what is used and closed, and when it no longer is', async () => {
    const { join } = await replicas();
    const [a, b] = [join(), join()];
    let news: PeerNews | undefined;
    a.onNews((next) => (news = next));
    await b.enter('m');
    a.watch(true);
    await expect.poll(() => news?.uses.get('m')).toBe(1);
    await b.hold(never);
    await b.close('n', never);
    await expect.poll(() => [...(news?.closed ?? [])]).toEqual(['n']);
    b.reopen();
    await expect.poll(() => news?.closed.size).toBe(0);
    b.leave('m');
    await expect.poll(() => news?.uses.size).toBe(0);
  });

  it('takes the lease from one that slept through its end, which then does nothing more', async () => {
    const { join, redis } = await replicas(400);
    const [a, b] = [join(), join()];
    await a.hold(never);
    // As after a long pause of the process: its beats did not come.
    redis.pause();
    await sleep(600);
    redis.resume();
    await b.hold(never);
    expect([await a.check(), await b.check()]).toEqual([false, true]);
  });

  it('goes on alone while Redis is away, says so once, and agrees again later', async () => {
    const { join, redis, lines } = await replicas();
    const [a, b] = [join(), join()];
    await a.enter('m');
    await redis.stop();
    await b.hold(never);
    expect(await b.check()).toBe(true);
    await b.close('m', never);
    expect(await b.enter('n')).toBe(true);
    b.drop();
    expect(await a.enter('n')).toBe(true);
    expect(lines).toContain('Redis is away: this replica schedules models as if it were alone');
    await redis.start();
    await expect
      .poll(() => lines.filter((line) => line.startsWith('Redis is back')).length, {
        timeout: 5000,
      })
      .toBe(2);
    // What is in use has been told anew.
    await b.hold(never);
    const closing = b.close('m', never);
    expect(await within(300, closing)).toBe('not yet');
    a.leave('m');
    await closing;
  });

  it('gives back a lease that a hanging Redis grants too late', async () => {
    const { join, redis, lines } = await replicas(60_000);
    const [a, b] = [join(), join()];
    await a.enter('x');
    redis.pause();
    await a.hold(never);
    redis.resume();
    await expect
      .poll(() => lines.filter((line) => line.startsWith('Redis is back')))
      .toHaveLength(1);
    expect(await within(2000, b.hold(never))).toBe(undefined);
    expect(await b.check()).toBe(true);
  });

  it('answers within a second when Redis hangs', async () => {
    const { join, redis } = await replicas();
    const a = join();
    await a.enter('x');
    redis.pause();
    const started = performance.now();
    expect(await a.enter('m')).toBe(true);
    expect(performance.now() - started).toBeLessThan(2500);
    redis.resume();
  });
});
