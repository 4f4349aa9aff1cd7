import type { Redis } from 'ioredis';
import { jitteredDelay } from './jitter.ts';

export interface RedisSettings {
  /** `redis://` or `rediss://`, with user, password and database as needed. Never shown. */
  readonly url: string;
  /** Channel of the log lines; the other topics have theirs beside it. */
  readonly channel: string;
  /** For connecting, and for each answer. */
  readonly timeoutSeconds: number;
}

const FIRST_MS = 1000;
/** The longest pause between two tries to connect. */
export const LONGEST_PAUSE_MS = 5000;

/** Loads the client library, only where it is used. @returns what makes a connection that comes back by itself. */
export async function redisClient(settings: RedisSettings): Promise<() => Redis> {
  // The default, because that is all a bundler makes of a CommonJS module that is loaded late.
  const { Redis: Client } = (await import('ioredis')).default;
  const timeout = settings.timeoutSeconds * 1000;
  return () => {
    const client = new Client(settings.url, {
      connectTimeout: timeout,
      // Also bounds the first commands of a connection, which a paused server takes and never answers.
      commandTimeout: timeout,
      // What cannot be sent now waits in our own queue, which is bounded and ordered.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      retryStrategy: (tries) => jitteredDelay(tries, FIRST_MS, LONGEST_PAUSE_MS),
      reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    });
    // Told by the end of the connection; without a listener it would be thrown.
    client.on('error', () => {});
    return client;
  };
}
