import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clientGone } from '../errors.ts';
import { createReferenceCache } from './chatterbox-references.ts';

const { signal } = new AbortController();

it('uploads a content once, whoever asks, again after it was forgotten or has failed', async () => {
  const cache = createReferenceCache();
  let uploads = 0;
  const upload = async (): Promise<string> => `name-${++uploads}`;
  const resolve = (content: string, by = upload) => cache.resolve(content, by, signal);
  expect(await Promise.all([resolve('a'), resolve('a')])).toEqual(['name-1', 'name-1']);
  cache.forget('a', 'another');
  expect(await resolve('a')).toBe('name-1');
  cache.forget('a', 'name-1');
  expect(await resolve('a')).toBe('name-2');
  await expect(resolve('b', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await resolve('b')).toBe('name-3');
});

it('is bounded', async () => {
  const cache = createReferenceCache({ entries: 2 });
  for (const key of ['a', 'b', 'a', 'c']) await cache.resolve(key, async () => key, signal);
  expect(await cache.resolve('a', async () => 'again', signal)).toBe('a');
  expect(await cache.resolve('b', async () => 'again', signal)).toBe('again');
});

/** An upload that ends only when it is told to. */
function hanging() {
  const signals: AbortSignal[] = [];
  const upload = (own: AbortSignal): Promise<string> => {
    signals.push(own);
    return new Promise((_resolve, reject) => {
      own.addEventListener('abort', () => reject(own.reason as Error), { once: true });
    });
  };
  return { signals, upload };
}

it('who leaves is let go at once; the upload goes on for the others and ends with the last', async () => {
  const cache = createReferenceCache();
  const { signals, upload } = hanging();
  const callers = [new AbortController(), new AbortController()];
  const [first, second] = callers.map((caller) => cache.resolve('a', upload, caller.signal));
  callers[0]!.abort(clientGone('test'));
  await expect(first).rejects.toMatchObject({ status: 499 });
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  callers[1]!.abort(clientGone('test'));
  await expect(second).rejects.toMatchObject({ status: 499 });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await cache.resolve('a', async () => 'anew', signal)).toBe('anew');
  await expect(cache.resolve('a', upload, callers[0]!.signal)).rejects.toMatchObject({
    status: 499,
  });
});

it('an upload that takes too long is the backend’s fault, not a client that has left', async () => {
  const cache = createReferenceCache({ uploadMs: 50 });
  const { upload } = hanging();
  await expect(cache.resolve('a', upload, signal)).rejects.toMatchObject({
    status: 504,
    code: 'backend_timeout',
  });
  await sleep(0);
  expect(await cache.resolve('a', async () => 'anew', signal)).toBe('anew');
});
