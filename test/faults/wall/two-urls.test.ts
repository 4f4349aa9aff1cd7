import { describe, expect, it } from 'vitest';
import { failsOver } from './fails-over.ts';
import { faults } from './faults.ts';
import { faultServer, type Strike } from './fault-server.ts';
import { startHost } from './host.ts';
import { operations, type Operation } from './operation.ts';
import { record } from './record.ts';
import { aim, call, callHealthy, healthyOf } from './strike-operation.ts';

/** Those whose request can be sent again, one of each kind of answer. */
const SHOWN: readonly Operation[] = operations.filter(({ title }) =>
  ['POST /v1/embeddings', 'POST /v1/chat/completions, streamed', 'POST /tts/synthesize'].includes(
    title,
  ),
);

const well: Strike = ({ received, res, healthy }) => {
  received(() => {
    res.writeHead(200, { 'content-type': healthy.type });
    res.end(Buffer.concat(healthy.pieces));
  });
};

describe('one of two urls fails, the client sees the answer of the other', () => {
  it.concurrent.each(SHOWN.map((one) => [one.title, one] as const))(
    '%s',
    async (_title, operation) => {
      const servers = [await faultServer(), await faultServer()];
      const urls = servers.map(({ url }) => url);
      const { fn, backend, kind, title, upstream: path } = operation;
      const host = await startHost(fn, {
        stack: 'adopted',
        backends: { 'llama-router': urls, [backend]: urls },
      });
      const wrong: string[] = [];
      try {
        const { healthy } = await aim(operation, host, servers[0]!);
        for (const fault of faults.filter((one) => failsOver(one, kind))) {
          // The one that is asked first fails, and would again.
          let broken: number | undefined;
          const strikeAt =
            (server: number): Strike =>
            (blow) => {
              broken ??= server;
              if (server === broken) fault.strike(blow);
              else well(blow);
            };
          const result = { stack: 'adopted', operation: `${title}, two urls`, fault: fault.title };
          try {
            const armed = servers.map((server, nth) =>
              server.arm(fault.name, {
                path,
                strike: strikeAt(nth),
                healthy: healthyOf(operation),
              }),
            );
            const answer = await call(operation, host, fault.name, 2000);
            expect([answer.status, answer.complete], answer.body.toString()).toEqual([200, true]);
            expect(answer.body.equals(healthy)).toBe(true);
            expect(armed[1 - broken!]!.attempts).toBe(1);
            // A connection that may have expired is replaced, once.
            expect(armed[broken!]!.attempts).toBeLessThanOrEqual(fault.expires ? 2 : 1);
            record({ ...result, saw: '200, whole' });
          } catch (error) {
            record({ ...result, saw: null });
            wrong.push(`${fault.name}: ${(error as Error).message.slice(0, 300)}`);
          }
          for (const server of servers) server.disarm(fault.name);
          // Both are well, and are asked in turn: neither is left out for failures in a row.
          for (const nth of [1, 2, 3, 4, 5])
            await callHealthy(
              { operation, host, server: servers[0]!, healthy },
              `after-${fault.name}-${nth}`,
            );
        }
        expect(wrong).toEqual([]);
      } finally {
        await host.stop();
        for (const server of servers) await server.close();
      }
    },
  );
});
