import { describe, expect, it } from 'vitest';
import { connectionFaults } from './connection-faults.ts';
import { expected } from './expected.ts';
import { failsOver, reachedElsewhere } from './fails-over.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { faultServer, type Armed, type FaultServer, type Strike } from './fault-server.ts';
import { startHost } from './host.ts';
import { isUpload } from './is-upload.ts';
import { operations, type Operation } from './operation.ts';
import { describeOutcome } from './outcome.ts';
import { record } from './record.ts';
import { aim, call, callHealthy, healthyOf, strike, type Target } from './strike-operation.ts';

const titled = (...titles: string[]): readonly Operation[] =>
  operations.filter(({ title }) => titles.includes(title));

/** Those whose request can be sent again, one of each kind of answer. */
const SHOWN = titled(
  'POST /v1/embeddings',
  'POST /v1/chat/completions, streamed',
  'POST /tts/synthesize',
);
/** Where nothing was reached, uploads can be sent again too. */
const REACHING = [...SHOWN, ...titled('POST /stt/transcribe', 'POST /audio/denoise')];

const well: Strike = ({ received, res, healthy }) => {
  received(() => {
    res.writeHead(200, { 'content-type': healthy.type });
    res.end(Buffer.concat(healthy.pieces));
  });
};

/** Both urls as one server: what strikes, strikes wherever it is asked. */
const asOne = (servers: readonly FaultServer[]): FaultServer => ({
  ...servers[0]!,
  arm: (key, what) => {
    const armed = servers.map((server) => server.arm(key, what));
    const all = <T>(of: (one: Armed) => readonly T[]): T[] => armed.flatMap(of);
    return {
      ...armed[0]!,
      get attempts() {
        return armed.reduce((sum, { attempts }) => sum + attempts, 0);
      },
      get requests() {
        return all(({ requests }) => requests);
      },
      get sent() {
        return all(({ sent }) => sent);
      },
    };
  },
  disarm: (key) => servers.forEach((server) => server.disarm(key)),
});

/** One url fails and would again; the other one's answer is what the client sees. */
async function failOver(target: Target, servers: readonly FaultServer[], fault: Fault) {
  const { operation, host, healthy } = target;
  let broken: number | undefined;
  const strikeAt =
    (server: number): Strike =>
    (blow) => {
      // The one that is asked first.
      broken ??= server;
      if (server === broken) fault.strike(blow);
      else well(blow);
    };
  const armed = servers.map((server, nth) =>
    server.arm(fault.name, {
      path: operation.upstream,
      strike: strikeAt(nth),
      healthy: healthyOf(operation),
    }),
  );
  const answer = await call(operation, host, fault.name, fault.large ? 2 * 1024 * 1024 : 2000);
  for (const server of servers) server.disarm(fault.name);
  expect([answer.status, answer.complete], answer.body.toString()).toEqual([200, true]);
  expect(answer.body.equals(healthy)).toBe(true);
  expect(armed[1 - broken!]!.attempts).toBe(1);
  // A connection that may have expired is replaced, once.
  expect(armed[broken!]!.attempts).toBeLessThanOrEqual(fault.expires ? 2 : 1);
  return '200, whole, from the other';
}

describe('one of two urls fails: the other one answers, or what is the same everywhere is said once', () => {
  it.concurrent.each(SHOWN.map((one) => [one.title, one] as const))(
    '%s',
    async (_title, operation) => {
      const servers = [await faultServer(), await faultServer()];
      const urls = servers.map(({ url }) => url);
      const { fn, backend, kind, title } = operation;
      const backends = { 'llama-router': urls, [backend]: urls };
      const host = await startHost(fn, { stack: 'adopted', backends });
      const wrong: string[] = [];
      try {
        const target = await aim(operation, host, servers[0]!);
        const both = { ...target, server: asOne(servers) };
        for (const fault of faults.filter((one) => expected(operation, one) !== null)) {
          const result = { stack: 'adopted', operation: `${title}, two urls`, fault: fault.title };
          try {
            const saw = failsOver(fault, kind)
              ? await failOver(target, servers, fault)
              : describeOutcome(await strike(both, fault, fault.name));
            record({ ...result, saw });
          } catch (error) {
            record({ ...result, saw: null });
            wrong.push(`${fault.name}: ${(error as Error).message.slice(0, 300)}`);
          }
          for (const server of servers) server.disarm(fault.name);
          // Both are well, and are asked in turn: neither is left out for failures in a row.
          for (const nth of [1, 2, 3, 4, 5])
            await callHealthy(target, `after-${fault.name}-${nth}`);
        }
        expect(wrong).toEqual([]);
      } finally {
        await host.stop();
        for (const server of servers) await server.close();
      }
    },
  );
});

describe('one of two urls cannot be reached', () => {
  it.concurrent.each(connectionFaults.map((fault) => [fault.title, fault] as const))(
    '%s',
    async (_title, fault) => {
      const server = await faultServer();
      const place = await fault.open();
      try {
        for (const operation of REACHING) {
          const { fn, backend, title } = operation;
          const urls = [place.url, server.url];
          const host = await startHost(fn, {
            stack: 'adopted',
            backends: { 'llama-router': server.url, [backend]: urls },
            env: place.env ?? {},
          });
          const key = `${fault.name}-${title.replace(/\W+/g, '-')}`;
          const result = { stack: 'adopted', operation: `${title}, two urls`, fault: fault.title };
          try {
            const armed = server.arm(key, {
              path: operation.upstream,
              strike: well,
              healthy: healthyOf(operation),
            });
            // The first of them is asked first.
            const { status, complete } = await call(operation, host, key, 2000);
            const elsewhere = reachedElsewhere(fault, isUpload(operation));
            expect([title, status, complete]).toEqual([title, elsewhere ? 200 : 502, true]);
            expect(armed.attempts).toBe(elsewhere ? 1 : 0);
            record({ ...result, saw: elsewhere ? '200, whole, from the other' : '502' });
          } catch (error) {
            record({ ...result, saw: null });
            throw error;
          } finally {
            server.disarm(key);
            await host.stop();
          }
        }
      } finally {
        await server.close();
        await place.close();
      }
    },
  );
});
