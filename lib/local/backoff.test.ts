import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

it('lets the first failure be tried again at once, later ones after twice the time each', () => {
  let clock = 0;
  const backoff = createBackoff(() => clock);
  backoff.check();
  backoff.failed();
  backoff.check();
  for (const wait of [1000, 2000, 4000]) {
    backoff.failed();
    expect(() => backoff.check()).toThrow('keeps failing');
    clock += wait - 1;
    expect(() => backoff.check()).toThrow('keeps failing');
    clock += 1;
    backoff.check();
  }
});

it('forgets its failures when the function has run for a while', () => {
  let clock = 0;
  const backoff = createBackoff(() => clock);
  for (let turn = 0; turn < 5; turn++) backoff.failed();
  clock += 60_000;
  backoff.began();
  clock += 10_000;
  backoff.ended();
  backoff.check();
  backoff.began();
  backoff.ended();
  backoff.check();
});
