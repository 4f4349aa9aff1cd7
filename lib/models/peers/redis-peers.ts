import type { PeerNews } from '../scheduler/state.ts';
import { createAccord, QUIET } from './accord.ts';
import { createClaims } from './claims.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createLease, RETRY_MS } from './lease.ts';
import type { Peers } from './peers.ts';
import { createRedisLink, type LinkLog } from './redis-link.ts';

export interface RedisPeersOptions {
  readonly url: string;
  /** Names the router; replicas of the same one meet. */
  readonly router: string;
  /** A replica that has not been heard of for this long holds and uses nothing. */
  readonly leaseMs: number;
  readonly log: LinkLog;
}

/**
 * Replicas that agree through Redis. While it is away each goes on alone; the uses of a replica that is cut off, or
 * dies, are forgotten after `leaseMs`, and so is its lease. Every lease has a number of its own, so that a replica that
 * slept through the end of its lease notices before its next order.
 */
export function createRedisPeers({ url, router, leaseMs, log }: RedisPeersOptions): Peers {
  let news = QUIET;
  let tell: (news: PeerNews) => void = () => {};
  let watched = false;
  /** The scheduler believes a model closed that it found so on its own. */
  let bounced = false;

  const hear = (next: PeerNews): void => {
    const same = news.uses.size + news.closed.size + next.uses.size + next.closed.size === 0;
    news = next;
    if (!same || bounced) tell(next);
    bounced = false;
  };
  const beat = async (): Promise<void> => hear(await accord.beat(lease.mark(), claims.models()));
  const heart = createHeartbeat({
    beat,
    pauseMs: () => {
      if (watched || bounced || (news.closed.size > 0 && claims.models().length > 0))
        return RETRY_MS * 2;
      if (lease.mark() !== null || claims.models().length > 0) return leaseMs / 4;
      hear(QUIET);
      return null;
    },
  });
  const link = createRedisLink(url, log, () => {
    void lease.disown();
    void beat();
  });
  const accord = createAccord(link, router, leaseMs);
  const lease = createLease(accord, link);
  const claims = createClaims({
    enter: async (model) => {
      const entered = await accord.enter(model);
      if (!entered) {
        await beat();
        bounced = true;
      }
      heart.begin(!entered);
      return entered;
    },
    leave: (model) => void accord.leave(model),
  });

  const hold = async (signal: AbortSignal): Promise<void> => {
    await lease.hold(signal);
    // Who uses what decides which model has to go.
    await beat();
    heart.begin();
  };

  return {
    enter: claims.enter,
    leave: claims.leave,
    hold,
    check: lease.check,
    close: lease.close,
    reopen: () => void lease.reopen(),
    drop: () => void lease.drop(),
    watch: (wanted) => {
      const begins = wanted && !watched;
      watched = wanted;
      if (begins) heart.begin(true);
    },
    onNews: (listener) => (tell = listener),
    stop: async () => {
      heart.stop();
      await lease.drop();
      for (const model of claims.models()) await accord.leave(model);
      await link.close();
    },
  };
}
