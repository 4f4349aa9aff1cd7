import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outcome } from './breaker.ts';
import { createRetryBudget } from './retry-budget.ts';
import { UrlHealth, type UrlChange } from './url-health.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const call = (health: UrlHealth, outcome: Outcome, pauseMs = 0): UrlChange =>
  health.begin()(outcome, pauseMs);
const free = (health: UrlHealth): boolean => health.available(performance.now());

it('three failures in a row put a url out, for longer each time; one call finds out', () => {
  const health = new UrlHealth();
  expect([call(health, 'failure'), call(health, 'failure'), call(health, 'success')]).toEqual([
    null,
    null,
    null,
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
  const end = health.begin();
  expect(free(health)).toBe(false);
  expect(end('neither')).toBe(null);
  expect(free(health)).toBe(true);
  expect(call(health, 'success')).toBe('in');
  call(health, 'failure');
  expect([free(health), health.inFlight]).toEqual([true, 0]);
});

it('a url is left alone for as long as it asks, five minutes at most', () => {
  const health = new UrlHealth();
  expect(call(health, 'neither', 9e9)).toBe('out');
  vi.advanceTimersByTime(299_999);
  expect(free(health)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(free(health)).toBe(true);
});

it('calls that fail together put a url out once, for the time of one failure', () => {
  const health = new UrlHealth();
  const ends = Array.from({ length: 50 }, () => health.begin());
  expect(ends.map((end) => end('failure')).filter(Boolean)).toEqual(['out']);
  vi.advanceTimersByTime(10_000);
  expect(free(health)).toBe(true);
});

it('a call that is older than the wish to be left alone does not take it back', () => {
  const health = new UrlHealth();
  const [older, other] = [health.begin(), health.begin()];
  expect(call(health, 'neither', 60_000)).toBe('out');
  expect(older('success')).toBe(null);
  vi.advanceTimersByTime(59_999);
  expect(free(health)).toBe(false);
  expect(other('neither', 60_000)).toBe('out');
  vi.advanceTimersByTime(59_999);
  expect(free(health)).toBe(false);
  expect(call(health, 'success')).toBe('in');
  expect([free(health), health.inFlight]).toEqual([true, 0]);
});

it('an older call that ends says nothing of the one that finds out', () => {
  const health = new UrlHealth();
  const older = health.begin();
  call(health, 'neither', 1000);
  vi.advanceTimersByTime(1000);
  const probe = health.begin();
  older('failure');
  expect(free(health)).toBe(false);
  expect(probe('success')).toBe('in');
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
