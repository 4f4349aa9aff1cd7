import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import { createBreaker, type Breaker, type Outcome, type Pass } from './breaker.ts';

/** A call from its pass to its end. */
async function run(breaker: Breaker, call: () => Promise<unknown>): Promise<unknown> {
  const pass = breaker.enter();
  try {
    const result = await call();
    pass.settle('success');
    return result;
  } catch (error) {
    pass.settle('failure');
    throw error;
  }
}

const failing = async (): Promise<never> =>
  Promise.reject(new ApiError(504, 'backend_timeout', 'silent'));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const opened = (cooldownMs: number, changes: string[] = []): Breaker => {
  const breaker = createBreaker('b', (state) => changes.push(state), cooldownMs);
  for (let i = 0; i < 5; i++) breaker.enter().settle('failure');
  return breaker;
};

it('lets one call through after the cooldown, refuses the others, and closes when it succeeds', async () => {
  const changes: string[] = [];
  const breaker = createBreaker('b', (state) => changes.push(state), 100);
  for (let i = 0; i < 5; i++)
    await expect(run(breaker, failing)).rejects.toMatchObject({ status: 504 });
  await expect(run(breaker, failing)).rejects.toMatchObject({ code: 'breaker_open' });
  await pause(120);
  let finish = (): void => {};
  const probe = run(breaker, () => new Promise<void>((resolve) => (finish = resolve)));
  await expect(run(breaker, failing)).rejects.toMatchObject({ code: 'breaker_open' });
  finish();
  await probe;
  expect(breaker.state()).toBe('closed');
  expect(changes).toEqual(['open', 'half-open', 'closed']);
});

it('opens again when the probe fails', async () => {
  const breaker = createBreaker('b', () => {}, 50);
  for (let i = 0; i < 5; i++) await run(breaker, failing).catch(() => {});
  await pause(60);
  await expect(run(breaker, failing)).rejects.toMatchObject({ status: 504 });
  expect(breaker.state()).toBe('open');
});

describe('the breaker', () => {
  it('a probe whose client leaves says nothing: the next call is the probe', async () => {
    const breaker = opened(20);
    await pause(30);
    const left = breaker.enter();
    expect(() => breaker.enter()).toThrow(/failing/);
    left.settle('neither');
    expect(breaker.state()).not.toBe('closed');
    breaker.enter().settle('success');
    expect(breaker.state()).toBe('closed');
  });

  it('what was begun before it opened says nothing about it afterwards', async () => {
    const breaker = createBreaker('b', () => {}, 20);
    const old = breaker.enter();
    for (let i = 0; i < 5; i++) breaker.enter().settle('failure');
    await pause(30);
    breaker.enter();
    old.settle('success');
    expect(breaker.state()).toBe('half-open');
  });

  it('leaves a backend alone for as long as it asks, five minutes at most', () => {
    const wait = (retryAfterMs: number): string | undefined => {
      const breaker = createBreaker('b', () => {});
      for (let i = 0; i < 5; i++) breaker.enter().settle('failure', retryAfterMs);
      try {
        breaker.enter();
      } catch (error) {
        return (error as ApiError).options.headers?.['retry-after'];
      }
      return undefined;
    };
    expect([wait(0), wait(90_000), wait(9e9)]).toEqual(['30', '90', '300']);
  });

  it('an operator opens and closes it, and leaves it to itself again', () => {
    const changes: string[] = [];
    const breaker = createBreaker('b', (state) => changes.push(state));
    breaker.override('open');
    expect(() => breaker.enter()).toThrow(/taken out of use/);
    breaker.override('closed');
    for (let i = 0; i < 9; i++) breaker.enter().settle('failure');
    expect(breaker.state()).toBe('closed');
    breaker.override(null);
    for (let i = 0; i < 5; i++) breaker.enter().settle('failure');
    expect(() => breaker.enter()).toThrow(/failing/);
    breaker.override('closed');
    breaker.override(null);
    breaker.enter().settle('success');
    expect(changes).toEqual(['open', 'closed', 'closed', 'open', 'closed', 'closed']);
  });

  it('opens exactly at five failures in a row, whatever comes between', () => {
    const outcome = fc.constantFrom<Outcome>('success', 'failure', 'failure', 'failure', 'neither');
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
        const breaker = createBreaker('b', () => {});
        let failures = 0;
        for (const next of outcomes) {
          let pass: Pass;
          try {
            pass = breaker.enter();
          } catch {
            expect(failures).toBe(5);
            return;
          }
          expect(failures).toBeLessThan(5);
          pass.settle(next);
          if (next === 'success') failures = 0;
          if (next === 'failure') failures++;
        }
      }),
    );
  });
});
