import type { Env } from '../config/env.ts';
import { createBus, type Bus } from './bus.ts';
import { localTransport } from './local-transport.ts';
import { memoryTransport } from './memory-transport.ts';
import type { Outage } from './redis-outages.ts';
import { redisTransport } from './redis-transport.ts';
import { socketPath } from './socket-path.ts';

export interface ConnectOptions {
  /** This process holds the meeting point of the local bus. */
  readonly host: boolean;
  readonly tell: (level: 'info' | 'warn', fields: object, message: string) => void;
}

/**
 * The bus that the environment asks for: Redis, the socket in the state folder, or none beyond this process.
 * @throws Error when Redis is asked for and its URL is missing or none.
 */
export function connectBus(env: Env, { host, tell }: ConnectOptions): Bus {
  const mode = env.TERMINAL_FEED_BUS_MODE;
  const capacity = env.BUS_QUEUE_SIZE;
  if (mode === 'redis' && redisWanted(env)) {
    return createBus((deliver) =>
      redisTransport(
        {
          url: env.TERMINAL_FEED_REDIS_URL,
          channel: env.TERMINAL_FEED_REDIS_CHANNEL,
          timeoutSeconds: env.TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS,
          capacity,
          onOutage: (outage) => tellOutage(outage, tell),
        },
        deliver,
      ),
    );
  }
  if (mode !== 'redis' && mode !== 'local')
    tell(
      'warn',
      { bus_mode: mode },
      `SYNAPSE_TERMINAL_FEED_BUS_MODE: "${mode}" is not a bus; local is used`,
    );
  if (env.STATE_DIR === undefined) return createBus(memoryTransport);
  const path = socketPath(env.STATE_DIR);
  if (path === null) {
    tell('warn', {}, 'SYNAPSE_STATE_DIR: the path is too long for a socket; there is no local bus');
    return createBus(memoryTransport);
  }
  return createBus((deliver) => localTransport({ path, host, capacity }, deliver));
}

/** Without a URL there is no Redis; a live feed cannot do without, the demonstration can. */
function redisWanted(env: Env): boolean {
  const url = env.TERMINAL_FEED_REDIS_URL;
  if (!url && env.TERMINAL_FEED_MODE !== 'live') return false;
  if (!url) throw new Error('SYNAPSE_TERMINAL_FEED_REDIS_URL: must be set for the bus mode redis');
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return true;
  throw new Error('SYNAPSE_TERMINAL_FEED_REDIS_URL: is not a redis:// or rediss:// URL');
}

function tellOutage(outage: Outage, tell: ConnectOptions['tell']): void {
  if (outage.value === 'began') {
    tell(
      'warn',
      { reason: outage.reason },
      'Redis is away: lines wait, then the oldest are dropped',
    );
    return;
  }
  const { seconds, dropped, unconfirmed, deaf } = outage;
  const missing = deaf ? '; lines of other processes may be missing' : '';
  tell(
    dropped > 0 || deaf ? 'warn' : 'info',
    { seconds, dropped, unconfirmed, deaf },
    `Redis is back after ${seconds} s; ${dropped} lines were dropped, ${unconfirmed} are sent again${missing}`,
  );
}
