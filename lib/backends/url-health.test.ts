import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';
import { UrlHealth } from './url-health.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function call(health: UrlHealth, outcome: 'success' | 'failure' | 'neither', pauseMs = 0): boolean {
  health.begin();
  return health.end(outcome, pauseMs);
}
const free = (health: UrlHealth): boolean => health.available(performance.now());

it('three failures in a row put a url out, for longer each time; one call finds out', () => {
  const health = new UrlHealth();
  expect([call(health, 'failure'), call(health, 'failure'), call(health, 'success')]).toEqual([
    false,
    false,
    false,
  ]);
  for (const seconds of [10, 20, 40, 80, 120, 120]) {
    const before = free(health);
    if (seconds === 10) for (let i = 0; i < 3; i++) call(health, 'failure');
    else call(health, 'failure');
    expect([before, free(health)]).toEqual([true, false]);
    vi.advanceTimersByTime(seconds * 1000 - 1);
    expect(free(health)).toBe(false);
    vi.advanceTimersByTime(1);
  }
  health.begin();
  expect(free(health)).toBe(false);
  health.end('neither');
  expect(free(health)).toBe(true);
  call(health, 'success');
  call(health, 'failure');
  expect([free(health), health.inFlight]).toEqual([true, 0]);
});

it('a url is left alone for as long as it asks, five minutes at most', () => {
  const health = new UrlHealth();
  expect(call(health, 'neither', 9e9)).toBe(true);
  vi.advanceTimersByTime(299_999);
  expect(free(health)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(free(health)).toBe(true);
});

it('the budget is a fifth of the requests, and a floor that grows back', () => {
  const budget = createRetryBudget();
  const all = (): number => {
    let taken = 0;
    while (budget.take()) taken++;
    return taken;
  };
  expect(all()).toBe(10);
  for (let i = 0; i < 50; i++) budget.deposit();
  expect(all()).toBeGreaterThanOrEqual(9);
  vi.advanceTimersByTime(60_000);
  expect(all()).toBe(4);
});
