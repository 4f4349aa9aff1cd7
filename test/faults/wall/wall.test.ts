import { describe, expect, it } from 'vitest';
import { backendsOf } from './backends-of.ts';
import { expected } from './expected.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { faultServer } from './fault-server.ts';
import { startHost, type Stack } from './host.ts';
import type { Operation } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { shownOn } from './shown-on.ts';
import { aim, callHealthy, strike } from './strike-operation.ts';

/** Fewer at once than open a breaker. */
const AT_ONCE = 3;

function batchesFor(operation: Operation): Fault[][] {
  const able = faults.filter((fault) => expected(operation, fault) !== null);
  const slow = able.filter((fault) => fault.slow);
  const batches = able.filter((fault) => !fault.slow).map((fault) => [fault]);
  for (let at = 0; at < slow.length; at += AT_ONCE) batches.push(slow.slice(at, at + AT_ONCE));
  return batches;
}

describe.each<Stack>(['adopted', 'framework'])('a backend that fails, on the %s stack', (stack) => {
  // One process for each operation, all at once: they mostly wait for limits.
  it.concurrent.each(shownOn(stack).map((operation) => [operation.title, operation] as const))(
    '%s',
    async (_title, operation) => {
      const server = await faultServer();
      const host = await startHost(operation.fn, {
        stack,
        backends: backendsOf(operation, server.url),
      });
      const wrong: string[] = [];
      try {
        const names = faults.flatMap(({ name }) => [name, `after-${name}`]);
        const unloads = operation.upstream === '/models/unload';
        server.list([`healthy-${operation.fn}`, ...names], unloads ? 'loaded' : 'unloaded');
        const target = await aim(operation, host, server);
        for (const batch of batchesFor(operation)) {
          await Promise.all(
            batch.map(async (fault) => {
              const result = { stack, operation: operation.title, fault: fault.title };
              try {
                record({
                  ...result,
                  saw: describeOutcome(await strike(target, fault, fault.name)),
                });
              } catch (error) {
                record({ ...result, saw: null });
                wrong.push(`${fault.name}: ${(error as Error).message.slice(0, 300)}`);
              }
            }),
          );
          // The next call is well, whatever the last one was.
          await callHealthy(target, `after-${batch[0]!.name}`);
        }
        expect(host.output()).not.toContain('stray');
      } finally {
        await host.stop();
        await server.close();
      }
      expect(wrong).toEqual([]);
    },
  );
});
