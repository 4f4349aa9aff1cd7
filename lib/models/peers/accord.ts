import { createHash, randomUUID } from 'node:crypto';
import type { PeerNews } from '../scheduler/state.ts';
import type { RedisLink } from './redis-link.ts';
import { BEAT, CHECK, CLOSE, DISOWN, DROP, ENTER, HOLD, LEAVE, REOPEN } from './scripts.ts';

export const QUIET: PeerNews = { uses: new Map(), closed: new Set() };

/** A lease as Redis knows it: whose, and which of all there have been. */
export type LeaseMark = string;

/**
 * What one replica says to the others of the same router, and hears. While Redis is away everything is allowed, and
 * nothing is heard.
 */
export function createAccord(link: RedisLink, router: string, leaseMs: number) {
  const me = randomUUID();
  const prefix = `synapse:llm:{${createHash('sha256').update(router).digest('hex').slice(0, 16)}}`;
  const [lease, closed, uses, fence] = ['lease', 'closed', 'uses', 'fence'].map(
    (name) => `${prefix}:${name}`,
  ) as [string, string, string, string];

  return {
    enter: async (model: string): Promise<boolean> =>
      (await link.run(ENTER, [lease, closed, uses], [me, model, leaseMs])) !== 0,
    leave: async (model: string): Promise<void> =>
      void (await link.run(LEAVE, [uses], [me, model])),
    /** Null: away; false: another replica has the lease. */
    hold: async (): Promise<LeaseMark | null | false> => {
      const mark = (await link.run(HOLD, [lease, closed, fence], [me, leaseMs])) as string | null;
      return mark === '' ? false : mark;
    },
    check: async (mark: LeaseMark): Promise<boolean> =>
      (await link.run(CHECK, [lease], [mark, leaseMs])) !== 0,
    /** How many others use the model; 0 as well when the lease is lost, which the check before each order finds. */
    close: async (mark: LeaseMark, model: string): Promise<number> =>
      Math.max(0, Number(await link.run(CLOSE, [lease, closed, uses], [mark, me, model]))),
    reopen: async (mark: LeaseMark): Promise<void> =>
      void (await link.run(REOPEN, [lease, closed], [mark])),
    drop: async (mark: LeaseMark): Promise<void> =>
      void (await link.run(DROP, [lease, closed], [mark])),
    /** Gives back a lease that was asked for and granted, but by an answer that came too late. */
    disown: async (): Promise<void> => void (await link.run(DISOWN, [lease, closed], [me])),
    /** Keeps the lease and the uses alive. */
    beat: async (mark: LeaseMark | null, models: readonly string[]): Promise<PeerNews> => {
      const args = [me, mark ?? '', leaseMs, ...models];
      const answer = (await link.run(BEAT, [lease, closed, uses], args)) as string[] | null;
      return answer ? readNews(answer) : QUIET;
    },
  };
}

/** Used models, an empty string, closed models. */
function readNews(answer: readonly string[]): PeerNews {
  const cut = answer.indexOf('');
  const uses = new Map<string, number>();
  for (const model of answer.slice(0, cut)) uses.set(model, (uses.get(model) ?? 0) + 1);
  return { uses, closed: new Set(answer.slice(cut + 1)) };
}
