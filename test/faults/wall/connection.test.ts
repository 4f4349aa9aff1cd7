import { describe, expect, it } from 'vitest';
import { connectionFaults } from './connection-faults.ts';
import { startHost, type Stack } from './host.ts';
import { operations, type Operation } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { reach } from './strike-operation.ts';

/** With the fifth call the breaker of a backend opens. */
const AT_ONCE = 5;

/** The operations of a function, as many at a time as find its breakers closed. The second sentence is never asked for. */
const groups: readonly (readonly Operation[])[] = [
  ...new Set(operations.map(({ fn }) => fn)),
].flatMap((fn) => {
  const own = operations.filter((operation) => operation.fn === fn && !operation.nth);
  const nthOfBackend = (operation: Operation): number =>
    own.filter(({ backend }) => backend === operation.backend).indexOf(operation);
  const group = (nth: number) =>
    own.filter((operation) => Math.floor(nthOfBackend(operation) / AT_ONCE) === nth);
  return Array.from({ length: own.length }, (_, nth) => group(nth)).filter((one) => one.length > 0);
});
const cases = connectionFaults.flatMap((fault) =>
  groups.map((group) => [`${fault.title}: ${group[0]!.title}, …`, fault, group] as const),
);

// The stock stack reads a body before the same code calls; one fault shows that it makes no difference here.
const onBoth = (stack: Stack) =>
  cases.filter(
    ([, fault]) =>
      stack === 'adopted' || fault.name === 'refused' || process.env['SYNAPSE_FAULTS_ALL'],
  );

describe.each<Stack>(['adopted', 'framework'])('a backend that cannot be reached, %s', (stack) => {
  it.concurrent.each(onBoth(stack))('%s', async (_title, fault, own) => {
    const place = await fault.open();
    const backends = Object.fromEntries(own.map(({ backend }) => [backend, place.url]));
    const host = await startHost(own[0]!.fn, { stack, backends, env: place.env ?? {} });
    try {
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
