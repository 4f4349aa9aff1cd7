import { describe, expect, it } from 'vitest';
import { connectionFaults } from './connection-faults.ts';
import { startHost, type Stack } from './host.ts';
import { operations } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { reach } from './strike-operation.ts';

const functions = [...new Set(operations.map(({ fn }) => fn))];
const cases = connectionFaults.flatMap((fault) =>
  functions.map((fn) => [`${fault.title}: ${fn}`, fault, fn] as const),
);

// The stock stack reads a body before the same code calls; one fault shows that it makes no difference here.
const onBoth = (stack: Stack) =>
  cases.filter(([, fault]) => stack === 'adopted' || fault.name === 'refused');

describe.each<Stack>(['adopted', 'framework'])('a backend that cannot be reached, %s', (stack) => {
  it.concurrent.each(onBoth(stack))('%s', async (_title, fault, fn) => {
    const place = await fault.open();
    // The second sentence is never asked for.
    const own = operations.filter((operation) => operation.fn === fn && !operation.nth);
    const backends = Object.fromEntries(own.map(({ backend }) => [backend, place.url]));
    const host = await startHost(fn, { stack, backends });
    try {
      // At most five a backend: with the fifth its breaker opens.
      const code = fault.client.ends === 'refused' ? fault.client.code : undefined;
      const log = { level: 'warn', code } as const;
      await Promise.all(
        own.map(async (operation) => {
          await reach(operation, host, fault.client, log, fault.name);
          const saw = describeOutcome(fault.client);
          record({ stack, operation: operation.title, fault: fault.title, saw });
        }),
      );
      // Several may share one look at the router's list.
      if (fault.tries) expect(place.connections!()).toBeLessThanOrEqual(fault.tries * own.length);
      expect(place.connections?.() ?? 1).toBeGreaterThan(0);
      expect(host.output()).not.toContain('stray');
    } finally {
      await host.stop();
      await place.close();
    }
  });
});
