import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { redisCli, type RunningRedis } from '../../support/run-redis.ts';

/** The password that the functions are told. */
export const PASSWORD = 'hunter2';

/** One way Redis fails, and what ends it. */
export interface RedisFault {
  readonly name: string;
  readonly title: string;
  /** The password it wants, where that is not the one the functions are told. */
  readonly password?: string;
  /** Happens before the functions start. */
  readonly before?: (redis: RunningRedis) => Promise<void> | void;
  /** Happens when they have answered once. */
  readonly strike?: (redis: RunningRedis) => Promise<void> | void;
  readonly heal: (redis: RunningRedis) => Promise<unknown> | void;
  /** Seconds that an answer may take longer for it. */
  readonly costs: number;
  /** What the warning must name, where Redis or the system says why. */
  readonly reason?: string;
  /** It may be over before anybody has noticed. */
  readonly brief?: boolean;
}

/** Pauses of 0.1 s, one after the other: each command waits for the one under way. */
const PAUSES = ['-r', '-1', '-i', '0.01', 'client', 'pause', '100', 'all'];
let pausing: ChildProcess | undefined;

export const redisFaults: readonly RedisFault[] = [
  {
    name: 'down',
    title: 'is down when the functions start',
    before: (redis) => redis.stop(),
    heal: (redis) => redis.start(),
    costs: 2,
    reason: 'ECONNREFUSED',
  },
  {
    name: 'hung',
    title: 'hangs when the functions start',
    before: (redis) => redis.pause(),
    heal: (redis) => redis.resume(),
    costs: 3,
  },
  {
    name: 'stopped',
    title: 'is killed while they run',
    strike: (redis) => redis.stop(),
    heal: (redis) => redis.start(),
    costs: 2,
  },
  {
    name: 'paused',
    title: 'hangs while they run (SIGSTOP)',
    strike: (redis) => redis.pause(),
    heal: (redis) => redis.resume(),
    costs: 2,
  },
  {
    name: 'slow',
    title: 'takes up to 0.1 s for each command',
    strike: ({ url }) => {
      const { child } = redisCli(url, ...PAUSES);
      pausing = child;
      onTestFinished(() => void child.kill());
    },
    heal: () => void pausing?.kill(),
    costs: 3,
    brief: true,
  },
  {
    name: 'restarted',
    title: 'is restarted and has forgotten everything',
    strike: async (redis) => {
      await redis.stop();
      await redis.start();
    },
    heal: () => {},
    costs: 2,
    brief: true,
  },
  {
    name: 'password',
    title: 'wants another password',
    password: 'open-sesame',
    heal: ({ url }) => once(redisCli(url, 'config', 'set', 'requirepass', PASSWORD).child, 'exit'),
    costs: 2,
    reason: 'WRONGPASS',
  },
];
