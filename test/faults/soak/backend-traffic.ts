import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCall } from '../cancel/caller.ts';
import { expected } from '../wall/expected.ts';
import { faults } from '../wall/faults.ts';
import { callHealthy, factsOf, healthyOf, strike, type Target } from '../wall/strike-operation.ts';
import { pick, type Tally } from './tally.ts';

/** Of all calls, those a fault hits. */
const FAULTY = 0.3;
/** Of the faults, those that take as long as a limit. */
const SLOW = 0.03;
/** Of all calls, those whose client leaves at a random moment. */
const LEAVING = 0.05;
const LONGEST_STAY_MS = 100;
/** As many models as are not asked for again while the gateway believes a list of the router. */
const MODELS = 200;
/** The voices of so many calls are kept. */
const VOICES_OF = 50;

/** Calls whose backend may fail, one after the other: with a call that is well behind every fault no breaker opens. */
export async function backendTraffic(
  targets: readonly Target[],
  until: number,
  tally: Tally,
): Promise<void> {
  for (let nth = 0; performance.now() < until; nth++) {
    const target = pick(targets);
    const { operation } = target;
    const key = `soak-${operation.fn}-${nth % MODELS}`;
    const slow = Math.random() < SLOW;
    const fault = pick(
      faults.filter((one) => expected(operation, one) && slow === (one.slow ?? false)),
    );
    await tally.must(`${operation.title}, ${fault.name}`, async () => {
      if (Math.random() < LEAVING) await leaveEarly(target, `${key}-left`, tally);
      if (Math.random() < FAULTY) {
        tally.struck++;
        tally.striking = true;
        await strike(target, fault, key, false).finally(() => (tally.striking = false));
      }
      await callHealthy(target, `${key}-after`);
    });
    if (operation.clones && nth % VOICES_OF === 0) forgetVoices(target);
  }
}

async function leaveEarly(target: Target, key: string, tally: Tally): Promise<void> {
  const { operation, host, server } = target;
  tally.left++;
  server.arm(key, {
    path: operation.upstream,
    strike: () => {},
    healthy: healthyOf(operation),
    nth: Math.random() < 0.5 ? 1 : Infinity,
  });
  const facts = await factsOf(operation, host, key, 2000);
  const body = operation.body?.(facts);
  const caller = await makeCall(host.url + operation.path(facts), key, body, 1);
  await sleep(Math.random() * LONGEST_STAY_MS);
  await caller.leave();
  server.disarm(key);
}

/** A day's voices would slow the disk down, and are no part of what is measured. */
function forgetVoices({ host }: Target): void {
  const folder = join(host.directory, 'voices');
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}
