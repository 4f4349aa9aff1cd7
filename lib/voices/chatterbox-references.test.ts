import { expect, it } from 'vitest';
import { createReferenceCache } from './chatterbox-references.ts';

it('uploads a content once, whoever asks, again after it was forgotten or has failed', async () => {
  const cache = createReferenceCache();
  let uploads = 0;
  const upload = async (): Promise<string> => `name-${++uploads}`;
  expect(await Promise.all([cache.resolve('a', upload), cache.resolve('a', upload)])).toEqual([
    'name-1',
    'name-1',
  ]);
  cache.forget('a', 'another');
  expect(await cache.resolve('a', upload)).toBe('name-1');
  cache.forget('a', 'name-1');
  expect(await cache.resolve('a', upload)).toBe('name-2');
  await expect(cache.resolve('b', async () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  expect(await cache.resolve('b', upload)).toBe('name-3');
});

it('is bounded', async () => {
  const cache = createReferenceCache(2);
  for (const key of ['a', 'b', 'a', 'c']) await cache.resolve(key, async () => key);
  expect(await cache.resolve('a', async () => 'again')).toBe('a');
  expect(await cache.resolve('b', async () => 'again')).toBe('again');
});
