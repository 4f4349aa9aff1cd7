import { describe, expect, it } from 'vitest';
import { expected } from './expected.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { faultServer } from './fault-server.ts';
import { startHost, type Stack } from './host.ts';
import { operations, type Operation } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { aim, callHealthy, strike } from './strike-operation.ts';

const backendsOf = ({ backend }: Operation, url: string): Record<string, string> =>
  backend === 'llama-embed' ? { 'llama-router': url, [backend]: url } : { [backend]: url };

/** Fewer at once than open a breaker. */
const AT_ONCE = 3;

function batchesFor(operation: Operation): Fault[][] {
  const able = faults.filter((fault) => expected(operation, fault) !== null);
  const slow = able.filter((fault) => fault.slow);
  const batches = able.filter((fault) => !fault.slow).map((fault) => [fault]);
  for (let at = 0; at < slow.length; at += AT_ONCE) batches.push(slow.slice(at, at + AT_ONCE));
  return batches;
}

/** Of the operations whose answer is JSON these stand for all on the stock stack: one sends JSON, one a file. */
const STANDING = ['POST /v1/chat/completions', 'POST /stt/transcribe'];
const shown = (stack: Stack): readonly Operation[] =>
  stack === 'adopted'
    ? operations
    : operations.filter(({ kind, title }) => kind !== 'json' || STANDING.includes(title));

describe.each<Stack>(['adopted', 'framework'])('a backend that fails, on the %s stack', (stack) => {
  // One process for each operation, all at once: they mostly wait for limits.
  it.concurrent.each(shown(stack).map((operation) => [operation.title, operation] as const))(
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
