import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBreakerBoard, type BreakerBoard } from '../../../lib/backends/breaker-board.ts';
import { connectionFaults } from './connection-faults.ts';
import { countsFor } from './expected.ts';
import { faults } from './faults.ts';
import { faultServer } from './fault-server.ts';
import { startHost, type Host } from './host.ts';
import { operations, type Operation } from './operation.ts';
import { strikeOften } from './strike-operation.ts';

/** One operation of each way to answer that has a backend of its own. */
const SHOWN: readonly Operation[] = operations.filter(({ title }) =>
  ['POST /stt/transcribe', 'POST /stt/stream'].includes(title),
);
const THRESHOLD = 5;
const nameOf = (fault: { name: string }, { kind }: Operation): string => `${fault.name}-${kind}`;
const all = [...faults, ...connectionFaults];

let state: string;
let board: BreakerBoard;
let health: Host;

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'synapse-faults-state-'));
  board = createBreakerBoard({ directory: state, instance: 'wall' });
  const names = all.flatMap((fault) => SHOWN.map((operation) => nameOf(fault, operation)));
  const backends = Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:1']));
  health = await startHost('health', { stack: 'adopted', backends, stateDirectory: state });
});

afterAll(async () => {
  await health.stop();
  await rm(state, { recursive: true, force: true });
});

const breakerOf = async (name: string): Promise<string> => {
  const answer = await fetch(`${health.url}/health`);
  const { backends } = (await answer.json()) as { backends: Record<string, { breaker: string }> };
  return backends[name]!.breaker;
};

describe('five such calls in a row', () => {
  it.concurrent.each(all.map((fault) => [fault.title, fault] as const))(
    '%s',
    async (_title, fault) => {
      const server = await faultServer();
      const place = 'open' in fault ? await fault.open() : null;
      const able = SHOWN.filter((operation) => countsFor(operation, fault) !== null);
      const host = await startHost('stt', {
        stack: 'adopted',
        stateDirectory: state,
        backends: Object.fromEntries(
          able.map((one) => [nameOf(fault, one), place?.url ?? server.url]),
        ),
        routes: Object.fromEntries(able.map((one) => [one.path({} as never), nameOf(fault, one)])),
      });
      try {
        await Promise.all(
          able.map(async (operation) => {
            const last = await strikeOften({ operation, host, server }, fault, THRESHOLD);
            const opens = countsFor(operation, fault);
            const name = nameOf(fault, operation);
            const wanted = opens ? 'open' : 'closed';
            // Waits on the folder, asks the page once: it probes every backend of the wall.
            await vi.waitFor(
              async () => expect((await board.read())[name] ?? 'closed').toBe(wanted),
              5000,
            );
            expect([name, await breakerOf(name)]).toEqual([name, wanted]);
            const after = await last();
            if (opens) expect(after).toMatchObject({ status: 503, code: 'breaker_open', seen: 0 });
            else expect(after.code).not.toBe('breaker_open');
            const changes = host
              .output()
              .split('\n')
              .filter((line) => line.includes(`the breaker of ${name} is`));
            expect(changes.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(
              opens ? ['warn'] : [],
            );
          }),
        );
      } finally {
        await host.stop();
        await server.close();
        await place?.close();
      }
    },
  );
});
