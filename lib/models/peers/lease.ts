import { setTimeout as sleep } from 'node:timers/promises';
import type { createAccord, LeaseMark } from './accord.ts';
import type { RedisLink } from './redis-link.ts';

/** Between two tries to get the lease, or to see a model unused; a lease may be free much sooner than it expires. */
export const RETRY_MS = 100;

type Accord = ReturnType<typeof createAccord>;

/** The lease on the router as this replica has it, or tries to. */
export function createLease(accord: Accord, link: RedisLink) {
  let mine: LeaseMark | null = null;

  const drop = async (): Promise<void> => {
    const held = mine;
    mine = null;
    if (held !== null) await accord.drop(held);
  };
  return {
    mark: () => mine,
    hold: async (signal: AbortSignal): Promise<void> => {
      let mark = await accord.hold();
      while (mark === false) {
        await sleep(RETRY_MS * (0.75 + Math.random() / 2), undefined, { signal });
        mark = await accord.hold();
      }
      mine = mark;
      if (!signal.aborted) return;
      await drop();
      throw signal.reason;
    },
    check: async (): Promise<boolean> => {
      if (link.away()) return true;
      if (mine !== null && (await accord.check(mine))) return true;
      mine = null;
      return false;
    },
    close: async (model: string, signal: AbortSignal): Promise<void> => {
      for (let held = mine; held !== null; held = mine) {
        if ((await accord.close(held, model)) === 0) return;
        await sleep(RETRY_MS, undefined, { signal });
      }
    },
    reopen: async (): Promise<void> => {
      if (mine !== null) await accord.reopen(mine);
    },
    drop,
    /** A Redis that hung has carried out, when it is back, what it was asked meanwhile. */
    disown: async (): Promise<void> => {
      if (mine === null) await accord.disown();
    },
  };
}
