import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { ConnectionFault } from './connection-fault.ts';
import { expected, type Expected } from './expected.ts';
import type { Fault } from './fault.ts';
import type { Armed, FaultServer } from './fault-server.ts';
import { healthyAnswer } from './healthy.ts';
import type { Host } from './host.ts';
import { observe, outcomeOf, SECRETS, type Observed } from './observed.ts';
import type { CallFacts, Operation } from './operation.ts';
import { inBand, refused, type Outcome } from './outcome.ts';

const SMALL = 2000;
const LARGE = 2 * 1024 * 1024;
const PATIENCE = { timeout: 5000, interval: 20 };

/** One operation of a running host, and what a healthy backend makes its client see. */
export interface Target {
  readonly operation: Operation;
  readonly host: Host;
  readonly server: FaultServer;
  readonly healthy: Buffer;
}

/** What a healthy backend answers to an operation's call. */
export const healthyOf = ({ upstream, kind }: Pick<Operation, 'upstream' | 'kind'>) =>
  healthyAnswer(upstream, kind === 'chat' ? '"stream":true' : '');

export async function aim(operation: Operation, host: Host, server: FaultServer): Promise<Target> {
  const target = { operation, host, server, healthy: Buffer.alloc(0) };
  const answer = await callHealthy(target, `healthy-${operation.fn}`);
  return { ...target, healthy: withoutKey(answer.body, `healthy-${operation.fn}`) };
}

/** A call no fault hits, answered as the first one was where that is known. */
export async function callHealthy(target: Target, key: string): Promise<Observed> {
  const { operation, server } = target;
  server.arm(key, {
    path: operation.upstream,
    strike: () => {},
    healthy: healthyOf(operation),
    nth: Infinity,
  });
  const answer = await call(operation, target.host, key, SMALL);
  server.disarm(key);
  expect([answer.status, answer.complete], answer.body.toString()).toEqual([200, true]);
  return answer;
}

/** Makes the call, whatever comes of it. */
export async function call(
  operation: Operation,
  host: Host,
  key: string,
  bytes: number,
): Promise<Observed> {
  const facts = await factsOf(operation, host, key, bytes);
  const body = operation.body?.(facts);
  const form = body instanceof FormData;
  const started = performance.now();
  const answer = await observe(host.url + operation.path(facts), {
    method: body ? 'POST' : 'GET',
    headers: { 'x-request-id': key, ...(body && !form && { 'content-type': 'application/json' }) },
    ...(body && { body: form ? body : JSON.stringify(body) }),
  });
  host.onAnswer?.(answer, performance.now() - started);
  return answer;
}

/** What a call is made with; its voices are new ones. */
export async function factsOf(
  { clones }: Operation,
  host: Host,
  key: string,
  bytes: number,
): Promise<CallFacts> {
  return { key, bytes, voices: clones ? [await host.voice(), await host.voice()] : ['', ''] };
}

/** The key of a call stands for any call's. */
const withoutKey = (body: Buffer, key: string): Buffer =>
  Buffer.from(body.toString('latin1').replaceAll(key, 'KEY'), 'latin1');

/** Hits a call with a fault, checks what client, backend and log must say, and that the next call is well. */
export async function strike(
  target: Target,
  fault: Fault,
  key: string,
  log = true,
): Promise<Outcome> {
  const { operation, server, host } = target;
  const must = expected(operation, fault)!;
  const armed = server.arm(key, {
    path: operation.upstream,
    strike: fault.strike,
    healthy: healthyOf(operation),
    nth: operation.nth,
  });
  if (fault.afterMs) await sleep(fault.afterMs);
  const observed = await call(operation, host, key, fault.large ? LARGE : SMALL);
  const sent = Buffer.concat(armed.sent);
  const outcome = checkClient(observed, must.client, operation, {
    key,
    sent,
    healthy: target.healthy,
  });
  await checkBackend(armed, must.attempts, fault.closes ?? false);
  if (log) await checkLog(operation, host, key, must.log);
  server.disarm(key);
  return outcome;
}

/** Hits several calls at once with the same fault. @returns one more such call, and what came of it. */
export async function strikeOften(
  { operation, host, server }: Omit<Target, 'healthy'>,
  fault: Fault | ConnectionFault,
  times: number,
): Promise<() => Promise<{ status: number; code: string; seen: number }>> {
  const once = async (nth: number): Promise<{ status: number; code: string; seen: number }> => {
    const key = `${fault.name}-${operation.kind}-${nth}`;
    const { upstream: path } = operation;
    const blow = 'strike' in fault ? fault.strike : () => {};
    const armed = server.arm(key, { path, strike: blow, healthy: healthyOf(operation) });
    const { status, body } = await call(operation, host, key, SMALL);
    const code = /"code":"(\w+)"/.exec(body.toString())?.[1] ?? '';
    return { status, code, seen: armed.attempts };
  };
  await Promise.all(Array.from({ length: times }, (_, nth) => once(nth)));
  return () => once(times);
}

/** Makes a call whose backend is out of reach, and checks what client and log must say. */
export async function reach(
  operation: Operation,
  host: Host,
  client: Outcome,
  log: Expected['log'],
  name: string,
): Promise<void> {
  const key = `${name}-${operation.title.replace(/\W+/g, '-')}`;
  const observed = await call(operation, host, key, SMALL);
  const nothing = Buffer.alloc(0);
  // A streaming client hears after a second that it is waited for, and then the failure in-band.
  const late = observed.status === 200 && operation.kind === 'chat' && client.ends === 'refused';
  checkClient(observed, late ? inBand(client.code) : client, operation, {
    key,
    sent: nothing,
    healthy: nothing,
  });
  await checkLog(operation, host, key, log);
}

function checkClient(
  observed: Observed,
  must: Outcome,
  { kind, tells = false }: Operation,
  { key, sent, healthy }: { key: string; sent: Buffer; healthy: Buffer },
): Outcome {
  const told = tells && observed.status === 200;
  const body = told ? withoutKey(observed.body, key) : observed.body;
  const outcome = outcomeOf({ ...observed, body }, { kind, key, healthy, sent, tells: told });
  const wanted = told && must.ends === 'refused' ? refused(must.status, 'told') : must;
  expect(outcome, observed.body.toString().slice(0, 400)).toEqual(wanted);
  return outcome;
}

async function checkBackend(
  armed: Armed,
  attempts: readonly number[],
  closes: boolean,
): Promise<void> {
  expect(attempts, 'requests the backend may see').toContain(armed.attempts);
  if (!closes) return;
  await vi.waitFor(() => {
    const open = armed.requests.filter((req) => !req.resume().socket.closed);
    expect(open, 'connections the gateway left open').toHaveLength(0);
  }, PATIENCE);
}

async function checkLog(
  { quiet }: Operation,
  host: Host,
  key: string,
  log: Expected['log'],
): Promise<void> {
  const isAnswer = ({ msg }: { msg: string }): boolean => /^(?:GET|POST) \/\S+ \d{3}\b/.test(msg);
  const told = quiet && log.level === 'info' && log.code === undefined ? 0 : 1;
  await vi.waitFor(
    () => expect(host.linesOf(key).filter(isAnswer), 'lines about the answer').toHaveLength(told),
    PATIENCE,
  );
  const lines = host.linesOf(key);
  const line = lines.find(isAnswer);
  if (line) expect(line.level, line.msg).toBe(log.level);
  if (log.code !== undefined) expect(line!.code).toBe(log.code);
  expect(lines.map(({ level }) => level)).not.toContain('error');
  for (const { msg, ...fields } of lines)
    expect(`${msg} ${JSON.stringify({ ...fields, cause: null })}`).not.toMatch(SECRETS);
}
