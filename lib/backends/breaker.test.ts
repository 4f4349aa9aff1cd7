import { expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import { createBreaker } from './breaker.ts';

const failing = async (): Promise<never> =>
  Promise.reject(new ApiError(504, 'backend_timeout', 'silent'));

it('lets one call through after the cooldown, refuses the others, and closes when it succeeds', async () => {
  const changes: string[] = [];
  const breaker = createBreaker('b', (state) => changes.push(state), 100);
  for (let i = 0; i < 5; i++)
    await expect(breaker.run(failing)).rejects.toMatchObject({ status: 504 });
  await expect(breaker.run(failing)).rejects.toMatchObject({ code: 'breaker_open' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  let finish = (): void => {};
  const probe = breaker.run(
    () =>
      new Promise<{ counts: boolean }>((resolve) => (finish = () => resolve({ counts: false }))),
  );
  await expect(breaker.run(failing)).rejects.toMatchObject({ code: 'breaker_open' });
  finish();
  await probe;
  expect(breaker.state()).toBe('closed');
  expect(changes).toEqual(['open', 'half-open', 'closed']);
});

it('opens again when the probe fails', async () => {
  const breaker = createBreaker('b', () => {}, 50);
  for (let i = 0; i < 5; i++) await breaker.run(failing).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 60));
  await expect(breaker.run(failing)).rejects.toMatchObject({ status: 504 });
  expect(breaker.state()).toBe('open');
});
