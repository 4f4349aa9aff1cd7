import { describe, expect, it } from 'vitest';
import { endless, TOTAL } from './endless.ts';
import { faultServer } from './fault-server.ts';
import { startHost } from './host.ts';
import { operations } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { aim, strike } from './strike-operation.ts';

const functions = [...new Set(operations.map(({ fn }) => fn))];

describe('a backend that drips without end is let go of at the limit of the whole call', () => {
  it.concurrent.each(functions)('%s', async (fn) => {
    const server = await faultServer();
    const own = operations.filter((operation) => operation.fn === fn);
    const backends = Object.fromEntries(own.map(({ backend }) => [backend, server.url]));
    const host = await startHost(fn, { stack: 'adopted', backends, total: TOTAL });
    try {
      const keys = own.map((_, nth) => `endless-${nth}`);
      server.list([`healthy-${fn}`, ...keys], 'unloaded');
      const wrong: string[] = [];
      // One after the other, each behind a healthy call: the breaker stays closed.
      for (const [nth, operation] of own.entries()) {
        const target = await aim(operation, host, server);
        const result = { stack: 'adopted', operation: operation.title, fault: endless.title };
        try {
          record({ ...result, saw: describeOutcome(await strike(target, endless, keys[nth]!)) });
        } catch (error) {
          record({ ...result, saw: null });
          wrong.push(`${operation.title}: ${(error as Error).message.slice(0, 300)}`);
        }
      }
      expect(wrong).toEqual([]);
    } finally {
      await host.stop();
      await server.close();
    }
  });
});
