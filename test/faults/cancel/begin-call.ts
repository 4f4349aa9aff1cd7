import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Armed } from '../wall/fault-server.ts';
import { factsOf, healthyOf, type Target } from '../wall/strike-operation.ts';
import { makeCall, type Caller } from './caller.ts';
import { strikeOf, type Moment } from './moment.ts';

const PATIENCE = { timeout: 15_000, interval: 5 };
/** More than fits into one packet, so that half of it leaves the client. */
const UPLOAD = 200_000;
const SMALL = 2000;

/** A call that has come as far as a moment, and what its backend has seen. */
export interface Begun {
  readonly caller: Caller;
  /** Null: no backend has a part in it. */
  readonly armed: Armed | null;
  /** Lets go of what was held for it. */
  readonly after: () => Promise<void>;
}

/** Makes a call and waits until it has come to the moment. */
export async function beginCall(target: Target, moment: Moment, key: string): Promise<Begun> {
  const { operation, server, host } = target;
  const strike = strikeOf(moment, operation);
  const path = moment.upstream ?? operation.upstream;
  const moves = moment.behindAnother || path === '/models/load';
  if (moves) server.list([key], 'unloaded');
  const other = moment.behindAnother ? await holdModel(target, `${key}-other`) : null;
  const armed = server.arm(key, {
    path,
    strike: strike ?? (() => {}),
    healthy: healthyOf({ ...operation, upstream: path }),
    nth: strike ? operation.nth : Infinity,
  });
  const facts = await factsOf(operation, host, key, moment.half ? UPLOAD : SMALL);
  const body = operation.body?.(facts);
  const about = moves && body && 'model' in body ? Object.assign(body, { model: key }) : body;
  const url = host.url + operation.path(facts);
  const caller = await makeCall(url, key, about, moment.half ? 0.5 : 1);
  const stage = moment.stage(operation);
  await vi.waitFor(async () => {
    if (strike) expect(armed.requests).toHaveLength(1);
    if (stage === 'mid-stream') expect(caller.heard().bytes).toBeGreaterThan(0);
    if (stage === 'before the first byte') expect(caller.heard().head).toBe(true);
    if (moment.behindAnother) expect(await queueOf(target)).toContain(key);
  }, PATIENCE);
  // What cannot be seen from outside has been done by then: a body taken up, half an answer read.
  await sleep(60);
  return {
    caller,
    armed: strike ? armed : null,
    after: async () => {
      server.disarm(key);
      await other?.();
    },
  };
}

/** Keeps the model that is loaded in use. */
async function holdModel({ server, host }: Target, key: string): Promise<() => Promise<void>> {
  const path = '/v1/chat/completions';
  const healthy = healthyOf({ upstream: path, kind: 'json' });
  const armed = server.arm(key, { path, strike: () => {}, healthy });
  const caller = await makeCall(host.url + path, key, { model: 'm', messages: [] }, 1);
  await vi.waitFor(() => expect(armed.requests).toHaveLength(1), PATIENCE);
  return async () => {
    await caller.leave();
    server.disarm(key);
  };
}

const queueOf = async ({ host }: Target): Promise<string> =>
  (await fetch(`${host.url}/models/queue`)).text();
