/** What a process may tell about its connection to Redis. */
export type Outage =
  | { readonly value: 'began'; readonly reason: string }
  | {
      readonly value: 'ended';
      readonly seconds: number;
      readonly dropped: number;
      readonly unconfirmed: number;
      /** It listens to lines and did not hear: those of other processes may be missing. */
      readonly deaf: boolean;
    };

export type Connection = 'publisher' | 'subscriber';

/**
 * Tells once that Redis has gone, and once that all of it is back and what that has cost. A server may end one of the
 * two connections alone: one that listens too slowly is cut off.
 */
export function watchOutages(
  onOutage: (outage: Outage) => void,
  cost: () => { readonly dropped: number; readonly unconfirmed: number },
  hearsLines: () => boolean,
) {
  const away = new Set<Connection>();
  const known = new Set<Connection>();
  let since: number | null = null;
  let deaf = false;
  let count = 0;
  return {
    began: (connection: Connection, reason: string): void => {
      away.add(connection);
      if (connection === 'subscriber' && known.has(connection) && hearsLines()) deaf = true;
      if (since !== null) return;
      since = performance.now();
      onOutage({ value: 'began', reason });
    },
    ended: (connection: Connection): void => {
      away.delete(connection);
      const again = known.has(connection);
      known.add(connection);
      if (since === null || away.size > 0) return;
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      if (again) count++;
      onOutage({ value: 'ended', seconds, ...cost(), deaf });
      since = null;
      deaf = false;
    },
    /** Outages that are over. */
    count: () => count,
  };
}
