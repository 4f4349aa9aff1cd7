import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { faultServer, type FaultServer } from '../wall/fault-server.ts';
import { startHost, type Host } from '../wall/host.ts';
import { operations } from '../wall/operation.ts';
import { aim, type Target } from '../wall/strike-operation.ts';
import { backendTraffic } from './backend-traffic.ts';
import { watchMemory, type MemoryFacts } from './memory-watch.ts';
import { HELD_MEMORY, memoryLimit } from './process-facts.ts';
import { report } from './report.ts';
import { Tally } from './tally.ts';
import { voiceTraffic } from './voice-traffic.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 600);
/** How long a machine that is busy with all of it may take to let go of what it used. */
const CALM_MS = 8000;
/**
 * What a flat line may rise by, in MiB a minute. Judged is what is held after a collection. Resident memory is no sign
 * of a leak: it follows the garbage there was at a time and what the allocator keeps of it, and rises for minutes while
 * what is held stays the same; it has to stay within the limit of the container.
 */
const FLAT = 2;

/** A function as in a small container, in front of backends that are all the same server. */
function startFunction(fn: string, server: FaultServer, onAnswer: Host['onAnswer']): Promise<Host> {
  const names = operations.filter((one) => one.fn === fn).map(({ backend }) => backend);
  const backends = Object.fromEntries(
    [...names, 'chatterbox-tts'].map((name) => [name, server.url]),
  );
  const env = {
    SYNAPSE_LOG_LEVEL: 'ERROR',
    SYNAPSE_VOICE_MIN_SECONDS: '0',
    // One that ends while a call is on its way would look like a fault.
    SYNAPSE_KEEP_ALIVE_SECONDS: '300',
    NODE_OPTIONS: `--max-old-space-size=96 --import ${HELD_MEMORY}`,
  };
  return startHost(fn, { stack: 'adopted', backends, env }).then((host) => ({
    ...host,
    ...(onAnswer && { onAnswer }),
  }));
}

/** Our own connections must not look like handles of theirs. */
async function closeConnections(): Promise<void> {
  const kept = Symbol.for('undici.globalDispatcher.1');
  await (globalThis as { [kept]?: { destroy: () => Promise<void> } })[kept]?.destroy();
}

async function traffic(host: Host, server: FaultServer, until: number, tally: Tally) {
  if (tally.fn === 'voices') return voiceTraffic({ host, server }, until, tally);
  const targets: Target[] = [];
  for (const operation of operations.filter(({ fn }) => fn === tally.fn))
    targets.push(await aim(operation, host, server));
  await backendTraffic(targets, until, tally);
}

/** What of a function's memory, handles and log is not as it should be. */
function leaksOf(fn: string, { output }: Host, facts: MemoryFacts): string[] {
  const { heldSlope, resident, handles } = facts;
  const limit = memoryLimit(fn);
  return [
    heldSlope > FLAT && `${fn} grows by ${heldSlope} MiB a minute`,
    resident.most > limit && `${fn} has used ${resident.most} of ${limit} MiB`,
    handles[1] > handles[0] && `${fn} has ${handles[1] - handles[0]} more handles`,
    output().includes('"level":"error"') && `${fn} has logged an error`,
  ].filter((leak) => leak !== false);
}

it(`mixed traffic with faults for ${SECONDS} s: flat memory, no leaked handle, no wrong answer`, async () => {
  const server = await faultServer();
  const tallies = [...new Set(operations.map(({ fn }) => fn)), 'voices'].map((fn) => new Tally(fn));
  const hosts = new Map<string, Host>();
  for (const { fn, answered } of tallies)
    hosts.set(fn, await startFunction(fn, server, ({ status }, ms) => answered(status, ms)));
  const until = performance.now() + SECONDS * 1000;
  const watched = new Map([...hosts].map(([fn, host]) => [fn, watchMemory(host, until)]));
  // One caller a function.
  await Promise.all(tallies.map((tally) => traffic(hosts.get(tally.fn)!, server, until, tally)));
  await closeConnections();
  server.server.closeAllConnections();
  await sleep(CALM_MS);
  const facts = new Map([...watched].map(([fn, watch]) => [fn, watch.facts()]));
  console.log(report(SECONDS, tallies, facts));
  const leaks = [...hosts].flatMap(([fn, host]) => leaksOf(fn, host, facts.get(fn)!));
  for (const host of hosts.values()) await host.stop();
  await server.close();
  expect(tallies.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(leaks).toEqual([]);
});
