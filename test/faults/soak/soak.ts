import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { expected } from '../wall/expected.ts';
import { faults } from '../wall/faults.ts';
import { faultServer } from '../wall/fault-server.ts';
import { startHost, type Host } from '../wall/host.ts';
import { operations } from '../wall/operation.ts';
import { aim, callHealthy, strike, type Target } from '../wall/strike-operation.ts';
import {
  HELD_MEMORY,
  heldMebibytes,
  leastOfEach,
  memoryLimit,
  openHandles,
  residentMebibytes,
  slopePerMinute,
} from './process-facts.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 600);
/** Swapping models, which is slow on purpose, would keep the chats waiting. */
const mixed = operations.filter(({ upstream }) => !upstream.startsWith('/models/'));
/** Of all calls, those a fault hits. */
const FAULTY = 0.3;
/** Of the faults, those that take as long as a limit. */
const SLOW = 0.03;
/** The part of the run in which memory may still find its level. */
const WARM_UP = 0.4;
/**
 * What a flat line may rise by, in MiB a minute. Judged is what is held after a collection. Resident memory is no sign
 * of a leak: it follows the garbage there was at a time and what the allocator keeps of it, and rises for minutes while
 * what is held stays the same; it has to stay within the limit of the container.
 */
const FLAT = 2;
const SAMPLE_MS = 3000;
/** Samples of which the least is taken. */
const TOGETHER = 4;

interface Tally {
  calls: number;
  faulty: number;
  readonly wrong: string[];
}

function pick<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)]!;
}

async function traffic(targets: readonly Target[], until: number, tally: Tally): Promise<void> {
  for (let nth = 0; performance.now() < until; nth++) {
    const target = pick(targets);
    const { operation } = target;
    const slow = Math.random() < SLOW;
    const fault = pick(
      faults.filter((one) => expected(operation, one) && slow === (one.slow ?? false)),
    );
    const key = `soak-${operation.fn}-${nth}`;
    try {
      tally.calls++;
      if (Math.random() < FAULTY) {
        tally.calls++;
        tally.faulty++;
        await strike(target, fault, key, false);
      }
      await callHealthy(target, `${key}-after`);
    } catch (error) {
      tally.wrong.push(
        `${operation.title}, ${fault.name}: ${(error as Error).message.slice(0, 300)}`,
      );
    }
  }
}

it(`mixed traffic with faults for ${SECONDS} s: flat memory, no leaked handle, no wrong answer`, async () => {
  const tally: Tally = { calls: 0, faulty: 0, wrong: [] };
  const server = await faultServer();
  const hosts = new Map<string, Host>();
  for (const fn of new Set(mixed.map((operation) => operation.fn))) {
    const names = mixed.filter((one) => one.fn === fn).map(({ backend }) => backend);
    const backends = Object.fromEntries(names.map((name) => [name, server.url]));
    // Our own connections must not look like handles of theirs.
    const env = {
      SYNAPSE_LOG_LEVEL: 'ERROR',
      SYNAPSE_KEEP_ALIVE_SECONDS: '2',
      // As in a small container.
      NODE_OPTIONS: `--max-old-space-size=96 --import ${HELD_MEMORY}`,
    };
    hosts.set(fn, await startHost(fn, { stack: 'adopted', backends, env }));
  }
  const before = new Map([...hosts].map(([fn, { pid }]) => [fn, openHandles(pid)]));
  const memory = new Map([...hosts.keys()].map((fn) => [fn, [] as [number, number][]]));
  const started = performance.now();
  const until = started + SECONDS * 1000;
  const resident = new Map([...hosts.keys()].map((fn) => [fn, 0]));
  const sample = async (): Promise<void> => {
    for (const [fn, host] of hosts) {
      resident.set(fn, Math.max(resident.get(fn)!, residentMebibytes(host.pid)));
      memory.get(fn)!.push([performance.now(), await heldMebibytes(host)]);
    }
  };
  const sampling = (async () => {
    for (; performance.now() < until; await sleep(SAMPLE_MS)) await sample();
  })();
  // One caller a function: with a call that is well behind every fault no breaker opens.
  await Promise.all(
    [...hosts].map(async ([fn, host]) => {
      const targets: Target[] = [];
      for (const operation of mixed.filter((one) => one.fn === fn)) {
        targets.push(await aim(operation, host, server));
      }
      await traffic(targets, until, tally);
    }),
  );
  await sampling;
  server.server.closeAllConnections();
  await sleep(8000);
  console.log(
    `${tally.calls} calls, ${tally.faulty} of them hit by a fault, ${tally.wrong.length} wrong answers`,
  );
  const leaks: string[] = [];
  for (const [fn, { pid, output }] of hosts) {
    const samples = memory.get(fn)!.filter(([at]) => at > started + SECONDS * 1000 * WARM_UP);
    const slope = slopePerMinute(leastOfEach(TOGETHER, samples));
    const [was, is] = [before.get(fn)!, openHandles(pid)];
    const [last, most, limit] = [samples.at(-1)![1], resident.get(fn)!, memoryLimit(fn)];
    console.log(
      `${fn.padEnd(9)} ${last.toFixed(1)} MiB held, ${slope.toFixed(2)} MiB/min; resident at most ${most.toFixed(0)} MiB; handles ${was} → ${is}`,
    );
    if (slope > FLAT) leaks.push(`${fn} grows by ${slope} MiB a minute`);
    if (most > limit) leaks.push(`${fn} has used ${most} of ${limit} MiB`);
    if (is > was) leaks.push(`${fn} has ${is - was} more handles`);
    if (output().includes('"level":"error"')) leaks.push(`${fn} has logged an error`);
  }
  for (const host of hosts.values()) await host.stop();
  await server.close();
  expect(tally.wrong).toEqual([]);
  expect(leaks).toEqual([]);
});
