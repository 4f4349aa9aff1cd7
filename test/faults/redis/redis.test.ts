import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { redisCli, runRedis, type RunningRedis } from '../../support/run-redis.ts';
import { faultServer } from '../wall/fault-server.ts';
import { startHost, type LogLine } from '../wall/host.ts';
import { record } from '../wall/record.ts';
import { callHealthy } from '../wall/strike-operation.ts';
import { PASSWORD, redisFaults, type RedisFault } from './redis-faults.ts';
import { redisUsers, type RedisUser } from './redis-users.ts';

/** More than are made; each is about a model of its own. */
const CALLS = 50;

const urlOf = (redis: RunningRedis): string =>
  Object.assign(new URL(redis.url), { password: PASSWORD }).href;

/** Everything that Redis is told from now on. */
async function overhear(url: string): Promise<() => string> {
  const { child, printed } = redisCli(url, 'monitor');
  onTestFinished(() => void child.kill());
  await expect.poll(printed).toContain('OK');
  return printed;
}

/** A function that uses Redis, and timed calls of it that must be answered as if nothing were wrong. */
async function startUser({ operation, env }: RedisUser, url: string, keys: readonly string[]) {
  const server = await faultServer();
  server.list(keys, 'unloaded');
  const backends = { [operation.backend]: server.url };
  const host = await startHost(operation.fn, { stack: 'adopted', backends, env: env(url) });
  onTestFinished(async () => {
    await host.stop();
    await server.close();
  });
  const target = { operation, host, server, healthy: Buffer.alloc(0) };
  let body: string | undefined;
  const call = async (key: string): Promise<number> => {
    const started = performance.now();
    const answer = await callHealthy(target, key);
    body ??= answer.body.toString('latin1');
    expect(answer.body.toString('latin1')).toBe(body);
    return performance.now() - started;
  };
  const lines = (words: string): LogLine[] =>
    host
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(words))
      .map((line) => JSON.parse(line) as LogLine);
  return { host, call, lines };
}

async function endure(user: RedisUser, fault: RedisFault, redis: RunningRedis) {
  const key = (nth: number | string): string => `${user.operation.fn}-${fault.name}-${nth}`;
  const keys = Array.from({ length: CALLS }, (_, nth) => key(nth));
  const { host, call, lines } = await startUser(user, urlOf(redis), keys);
  let next = 0;
  const again = (): Promise<number> => call(key(next++));
  /** The slowest of one call, and of two at once. */
  const three = async (): Promise<number> =>
    Math.max(await again(), ...(await Promise.all([again(), again()])));
  const during = async (): Promise<void> => {
    slowest = await three();
    const away = () => lines('Redis is away').length;
    if (!fault.brief) await expect.poll(away).toBe(1);
    if (fault.reason) expect(lines('Redis is away')[0]!.reason).toContain(fault.reason);
    // Asked again and again, and told once.
    await sleep(fault.brief ? 3000 : 1500);
    await again();
    expect(away()).toBeLessThanOrEqual(1);
  };
  let slowest = 0;
  const after = async (heard: () => string): Promise<void> => {
    await expect.poll(() => lines('Redis is back').length).toBe(lines('Redis is away').length);
    let one = 0;
    // It is told of calls again: of the model that is used, of the line that is logged.
    await expect
      .poll(
        async () => {
          const since = heard().length;
          const asked = next;
          one = await again();
          await sleep(100);
          return heard().slice(since).includes(key(asked));
        },
        { interval: 200, timeout: 10_000 },
      )
      .toBe(true);
    // What has to be waited for, once it is back, is no lease nobody holds.
    expect(one).toBeLessThan(2000);
    const usual = await three();
    expect(slowest - usual).toBeLessThan(fault.costs * 1000);
    expect(host.output()).not.toMatch(/hunter2|sesame|stray|"level":"error"/);
    const warnings = lines('"level":"warn"').map(({ msg }) => msg);
    expect(warnings.filter((msg) => !msg.startsWith('Redis is'))).toEqual([]);
    const { title } = user.operation;
    const saw = `200, whole, ${Math.max(0, Math.round(slowest - usual))} ms more`;
    record({ stack: 'adopted', operation: title, fault: `Redis ${fault.title}`, saw });
  };
  return { warm: again, during, after };
}

describe('a Redis that fails: nobody waits for it, the log says so once, and it is used again', () => {
  it.each(redisFaults.map((fault) => [fault.title, fault] as const))(
    '%s',
    async (_title, fault) => {
      const redis = await runRedis({ password: fault.password ?? PASSWORD });
      onTestFinished(redis.resume);
      await fault.before?.(redis);
      const users = await Promise.all(redisUsers.map((user) => endure(user, fault, redis)));
      if (fault.strike) await Promise.all(users.map(({ warm }) => warm()));
      await fault.strike?.(redis);
      await Promise.all(users.map(({ during }) => during()));
      await fault.heal(redis);
      const heard = await overhear(urlOf(redis));
      await Promise.all(users.map(({ after }) => after(heard)));
    },
  );
});
