import { once } from 'node:events';
import type { Redis } from 'ioredis';

export interface RedisLink {
  /** Runs a script; null while Redis is away, which is told once and ends by itself. */
  readonly run: (
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
  ) => Promise<unknown>;
  readonly away: () => boolean;
  readonly close: () => Promise<void>;
}

export interface LinkLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

const COMMAND_MS = 1000;
/** The first connection is made while the process starts, when machines are busy. */
const FIRST_MS = 3000;
const PROBE_MS = 1000;

/**
 * A connection that is never waited for longer than a second: what Redis does not answer is answered by null, and so
 * is everything else until it answers again.
 */
export function createRedisLink(url: string, log: LinkLog, onBack: () => void): RedisLink {
  let probe: NodeJS.Timeout | undefined;
  /** Why there is no connection; the commands only know that there is none. */
  let refused: string | undefined;

  const connect = async (): Promise<Redis> => {
    // The default, because that is all a bundler makes of a CommonJS module that is loaded late.
    const { Redis: Client } = (await import('ioredis')).default;
    const redis = new Client(url, {
      connectTimeout: FIRST_MS,
      commandTimeout: COMMAND_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => PROBE_MS,
    });
    // Without a listener it would be thrown.
    redis.on('error', ({ message }: Error) => (refused = message));
    redis.on('ready', () => (refused = undefined));
    await once(redis, 'ready', { signal: AbortSignal.timeout(FIRST_MS) }).catch(() => {});
    return redis;
  };

  const client = connect();
  // Told by the commands that fail.
  client.catch(() => {});
  const send = async (
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
  ) => (await client).eval(script, keys.length, ...keys, ...args);

  const leave = (error: unknown): void => {
    if (probe) return;
    const reason = refused ?? (error instanceof Error ? error.message : String(error));
    log.warn({ reason }, 'Redis is away: this replica schedules models as if it were alone');
    probe = setInterval(() => void comeBack(), PROBE_MS).unref();
  };

  const comeBack = async (): Promise<void> => {
    try {
      await send('return 1', [], []);
    } catch {
      return;
    }
    if (!probe) return;
    clearInterval(probe);
    probe = undefined;
    log.info({}, 'Redis is back: replicas agree on models again');
    onBack();
  };

  return {
    run: async (script, keys, args) => {
      if (probe) return null;
      try {
        return await send(script, keys, args);
      } catch (error) {
        leave(error);
        return null;
      }
    },
    away: () => probe !== undefined,
    close: async () => {
      clearInterval(probe);
      (await client).disconnect();
    },
  };
}
