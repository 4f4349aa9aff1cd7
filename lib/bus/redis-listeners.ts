import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { LONGEST_PAUSE_MS } from './redis-client.ts';

/** After this long everybody who tries to come back has come back. */
const PATIENCE_MS = LONGEST_PAUSE_MS + 1000;
const ASK_MS = 100;

/** Waits until so many listen to a channel, for a while, or until it is no longer wanted. */
export async function listenersOf(
  redis: Redis,
  channel: string,
  wanted: number,
  isWanted: () => boolean,
): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (isWanted() && redis.status === 'ready' && performance.now() < until) {
    const [, count] = await redis.pubsub('NUMSUB', channel).catch(() => [null, wanted]);
    if (Number(count) >= wanted) return;
    await sleep(ASK_MS, undefined, { ref: false });
  }
}
