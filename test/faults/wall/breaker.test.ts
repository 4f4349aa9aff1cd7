import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBreakerBoard, type BreakerBoard } from '../../../lib/backends/breaker-board.ts';
import { connectionFaults } from './connection-faults.ts';
import type { ConnectionFault } from './connection-fault.ts';
import { endless, TOTAL } from './endless.ts';
import { countsFor } from './expected.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { faultServer, type FaultServer } from './fault-server.ts';
import { startHost, type Host } from './host.ts';
import { operations, type Operation } from './operation.ts';
import { callHealthy, strikeOften } from './strike-operation.ts';

/** One operation of each kind of answer. */
const SHOWN: readonly Operation[] = operations.filter(({ title }) =>
  [
    'POST /stt/transcribe',
    'POST /stt/stream',
    'POST /audio/denoise',
    'POST /v1/chat/completions, streamed',
  ].includes(title),
);
const THRESHOLD = 5;
/** Those that take as long as a limit are shared out: each opens a breaker that is closed by hand before the next. */
const SLOW_LANES = 3;
const TOKEN = 'the-token';

let state: string;
let board: BreakerBoard;
let dashboard: Host;
let health: Host;

interface Lane {
  readonly name: string;
  readonly operation: Operation;
  readonly faults: readonly Fault[];
  readonly total?: number;
}

const lanes: readonly Lane[] = SHOWN.flatMap((operation) => {
  const able = faults.filter((fault) => countsFor(operation, fault) !== null);
  const slow = able.filter((fault) => fault.slow);
  const parts = Array.from({ length: SLOW_LANES }, (_, nth) =>
    slow.filter((_fault, at) => at % SLOW_LANES === nth),
  );
  return [able.filter((fault) => !fault.slow), ...parts, [endless]].map((own, nth) => ({
    name: `lane-${operation.kind}-${nth}`,
    operation,
    faults: own,
    ...(own.includes(endless) && { total: TOTAL }),
  }));
});
const nameOf = (fault: ConnectionFault, { kind }: Operation): string => `${fault.name}-${kind}`;
const unreachable = SHOWN.filter(({ fn }) => fn === 'stt');

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'synapse-breakers-'));
  board = createBreakerBoard({ directory: state, instance: 'wall' });
  const names = connectionFaults.flatMap((fault) => unreachable.map((one) => nameOf(fault, one)));
  names.push(...lanes.map(({ name }) => name));
  const options = {
    stack: 'adopted',
    stateDirectory: state,
    backends: Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:1'])),
  } as const;
  const env = { SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN };
  dashboard = await startHost('dashboard', { ...options, env });
  health = await startHost('health', options);
});

afterAll(async () => {
  await health.stop();
  await dashboard.stop();
  await rm(state, { recursive: true, force: true });
});

const breakerOf = async (name: string): Promise<string> => {
  const answer = await fetch(`${health.url}/health`);
  const { backends } = (await answer.json()) as { backends: Record<string, { breaker: string }> };
  return backends[name]!.breaker;
};

const changesOf = (host: Host, name: string): string[] =>
  host
    .output()
    .split('\n')
    .filter((line) => line.includes(`the breaker of ${name} is`))
    .map((line) => (JSON.parse(line) as { level: string }).level);

/** Five calls in a row, and what the breaker, the page, the log and the next client make of them. */
async function checkBreaker(
  { operation, host, server }: { operation: Operation; host: Host; server: FaultServer },
  fault: Fault | ConnectionFault,
  name: string,
): Promise<boolean> {
  const before = changesOf(host, name).length;
  const again = await strikeOften({ operation, host, server }, fault, THRESHOLD);
  const opens = countsFor(operation, fault)!;
  const wanted = opens ? 'open' : 'closed';
  // Waits on the folder, asks the page once: it probes every backend of the wall.
  await vi.waitFor(
    async () =>
      expect([fault.name, (await board.read())[name] ?? 'closed']).toEqual([fault.name, wanted]),
    5000,
  );
  expect([fault.name, await breakerOf(name)]).toEqual([fault.name, wanted]);
  const after = await again();
  if (opens) expect(after).toMatchObject({ status: 503, code: 'breaker_open', seen: 0 });
  else expect(after.code).not.toBe('breaker_open');
  expect([fault.name, changesOf(host, name).slice(before)]).toEqual([
    fault.name,
    opens ? ['warn'] : [],
  ]);
  return opens;
}

/** An operator closes it and leaves it to itself again, so that the next fault finds it as new. */
async function closeByHand(host: Host, name: string): Promise<void> {
  const changes = changesOf(host, name).length;
  for (const to of ['closed', 'auto']) {
    const answer = await fetch(`${dashboard.url}/dashboard/api/breakers/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state: to }),
    });
    expect(answer.status).toBe(200);
  }
  await vi.waitFor(() => expect(changesOf(host, name)).toHaveLength(changes + 2), 5000);
}

describe('five such calls in a row', () => {
  it.concurrent.each(
    lanes.filter((lane) => lane.faults.length > 0).map((lane) => [lane.name, lane] as const),
  )('%s', async (name, { operation, faults: own, total }) => {
    const server = await faultServer();
    const host = await startHost(operation.fn, {
      stack: 'adopted',
      stateDirectory: state,
      backends: { [name]: server.url },
      routes: { [operation.path({} as never)]: name },
      ...(total !== undefined && { total }),
    });
    try {
      for (const fault of own) {
        if (await checkBreaker({ operation, host, server }, fault, name))
          await closeByHand(host, name);
        const target = { operation, host, server, healthy: Buffer.alloc(0) };
        await callHealthy(target, `after-${fault.name}`);
      }
    } finally {
      await host.stop();
      await server.close();
    }
  });

  it.concurrent.each(connectionFaults.map((fault) => [fault.title, fault] as const))(
    '%s',
    async (_title, fault) => {
      const server = await faultServer();
      const { url, env = {}, close } = await fault.open();
      const host = await startHost('stt', {
        stack: 'adopted',
        stateDirectory: state,
        backends: Object.fromEntries(unreachable.map((one) => [nameOf(fault, one), url])),
        routes: Object.fromEntries(
          unreachable.map((one) => [one.path({} as never), nameOf(fault, one)]),
        ),
        env,
      });
      try {
        await Promise.all(
          unreachable.map((operation) =>
            checkBreaker({ operation, host, server }, fault, nameOf(fault, operation)),
          ),
        );
      } finally {
        await host.stop();
        await server.close();
        await close();
      }
    },
  );
});
