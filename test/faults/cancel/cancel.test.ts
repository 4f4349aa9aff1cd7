import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backendsOf } from '../wall/backends-of.ts';
import { faultServer, type Armed } from '../wall/fault-server.ts';
import { startHost, type Host, type Stack } from '../wall/host.ts';
import type { Operation } from '../wall/operation.ts';
import { cut, describeOutcome, inBand, refused, type Outcome } from '../wall/outcome.ts';
import { outcomeOf, SECRETS } from '../wall/observed.ts';
import { record } from '../wall/record.ts';
import { fewShownOn } from '../wall/shown-on.ts';
import { aim, callHealthy, type Target } from '../wall/strike-operation.ts';
import { beginCall, type Begun } from './begin-call.ts';
import { moments, type Moment } from './moment.ts';

/** From the client's closed socket to the backend's, on a machine that has nothing else to do. */
const BOUND_MS = 100;
const PATIENCE = { timeout: 5000, interval: 20 };

/** How a call is ended: by its client's leaving, or from outside. */
interface Way {
  readonly name: string;
  readonly title: string;
  readonly status: number;
  /** Resolves with the instant it was done, by `performance.now()`. */
  readonly end: (begun: Begun, key: string) => Promise<number>;
}

let state: string;
let helpers: Host[];

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'synapse-cancel-'));
  const options = { stack: 'adopted', backends: {}, stateDirectory: state } as const;
  const nowhere = { 'llama-router': 'http://127.0.0.1:1' };
  // The processes meet at the dashboard's.
  helpers = [
    await startHost('dashboard', options),
    await startHost('llm', { ...options, backends: nowhere }),
  ];
});

afterAll(async () => {
  for (const host of helpers) await host.stop();
  await rm(state, { recursive: true, force: true });
});

const ways: readonly Way[] = [
  { name: 'leaves', title: 'leaves', status: 499, end: ({ caller }) => caller.leave() },
  {
    name: 'cancelled',
    title: 'is cancelled',
    status: 409,
    end: async (_begun, key) => {
      const path = `/v1/requests/${key}/cancel`;
      const answer = await fetch(helpers[1]!.url + path, { method: 'POST' });
      expect(answer.status).toBe(200);
      return performance.now();
    },
  },
];

/** Waits until the backend's connection is closed. @returns how long the function took meanwhile for anything at all. */
async function untilClosed({ closedAt }: Armed, { url }: Host): Promise<number> {
  const begun = performance.now();
  let busy = 0;
  do {
    const asked = performance.now();
    await fetch(`${url}/livez`);
    busy = Math.max(busy, performance.now() - asked);
  } while (closedAt.length === 0 && performance.now() - begun < PATIENCE.timeout);
  expect(closedAt, 'connections closed').toHaveLength(1);
  return busy;
}

/** The client of a call that was cancelled is told so, as its answer allows. */
async function checkClient(target: Target, { caller }: Begun, stage: string, key: string) {
  const observed = await caller.answer;
  const { kind } = target.operation;
  const { healthy } = target;
  const outcome = outcomeOf(observed, { kind, key, healthy, sent: healthy, tells: false });
  const code = 'request_cancelled';
  const open: Outcome = kind === 'audio' || kind === 'json' ? cut : inBand(code);
  const begun = observed.status === 200;
  // Waiting for a model is told to a streaming client after a second.
  if (!begun || kind !== 'chat') expect(begun).toBe(/first byte|mid-stream/.test(stage));
  expect(outcome).toEqual(begun ? open : refused(409, code));
  if (!begun) expect(observed.headers.get('x-should-retry')).toBe('false');
  return describeOutcome(outcome);
}

async function checkLog(
  { host, operation }: Target,
  key: string,
  status: number,
  stage: string,
): Promise<void> {
  // Whoever watches for a while leaves some time, and that is no news.
  const told = operation.quiet && status === 499 ? 0 : 1;
  const isAnswer = ({ msg }: { msg: string }): boolean => /^(?:GET|POST) \/\S+ \d{3}\b/.test(msg);
  const answers = () => host.linesOf(key).filter(isAnswer);
  await vi.waitFor(() => expect(answers(), 'lines about the call').toHaveLength(told), PATIENCE);
  if (told) expect(answers()[0]).toMatchObject({ status, stage, level: 'info' });
  expect(JSON.stringify(answers())).not.toMatch(SECRETS);
}

/** Ends a call at a moment. @returns what its client saw, and how soon the backend was let go of. */
async function endCall(target: Target, moment: Moment, way: Way, key: string): Promise<string> {
  const { operation, host } = target;
  const stage = moment.stage(operation)!;
  const begun = await beginCall(target, moment, key);
  const ended = await way.end(begun, key);
  const { armed } = begun;
  let took = 0;
  if (armed) {
    const busy = await untilClosed(armed, host);
    took = armed.closedAt[0]! - ended;
    expect(took, 'milliseconds until the backend was let go of').toBeLessThan(BOUND_MS + 2 * busy);
  }
  const saw = way.status === 499 ? '' : `${await checkClient(target, begun, stage, key)}, `;
  await checkLog(target, key, way.status, stage);
  await begun.after();
  return `${saw}${way.status} ${stage} in the log${armed ? `, backend let go of after ${Math.max(0, Math.round(took))} ms` : ''}`;
}

/** The order to cancel is heard once the processes have met. */
async function meet(target: Target, key: string): Promise<void> {
  const moment = moments.find(({ name }) => name === 'silent')!;
  const begun = await beginCall(target, moment, key);
  await vi.waitFor(
    async () => {
      if (begun.armed!.closedAt.length === 0) await ways[1]!.end(begun, key);
      expect(begun.armed!.closedAt).toHaveLength(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  await begun.after();
}

describe.each<Stack>(['adopted', 'framework'])('a call that is ended early, %s', (stack) => {
  it.concurrent.each(fewShownOn(stack).map((operation) => [operation.title, operation] as const))(
    '%s',
    async (_title, operation: Operation) => {
      const server = await faultServer();
      const backends = backendsOf(operation, server.url);
      const host = await startHost(operation.fn, { stack, backends, stateDirectory: state });
      const wrong: string[] = [];
      try {
        server.list(
          [`healthy-${operation.fn}`, 'after'],
          operation.upstream === '/models/unload' ? 'loaded' : 'unloaded',
        );
        const target = await aim(operation, host, server);
        const about = `${stack}-${operation.title.replace(/\W+/g, '-')}`;
        await meet(target, `meet-${about}`);
        // Nothing well comes between: more in a row than open a breaker.
        for (const moment of moments.filter((one) => one.stage(operation) !== null)) {
          // The stock stack reads a request before it calls the function.
          if (moment.half && stack === 'framework') continue;
          for (const way of ways) {
            const result = {
              stack,
              operation: operation.title,
              fault: `${way.title} ${moment.title}`,
            };
            try {
              const key = `${way.name}-${moment.name}-${about}`;
              record({ ...result, saw: await endCall(target, moment, way, key) });
            } catch (error) {
              record({ ...result, saw: null });
              wrong.push(`${moment.name}, ${way.name}: ${(error as Error).message.slice(0, 400)}`);
            }
          }
        }
        await sleep(100);
        await callHealthy(target, 'after');
        expect(host.output()).not.toMatch(/the breaker of|stray|"level":"(?:warn|error)"/);
      } finally {
        await host.stop();
        await server.close();
      }
      expect(wrong).toEqual([]);
    },
  );
});
