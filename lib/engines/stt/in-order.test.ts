import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function* hang(): AsyncGenerator<number> {
  yield 1;
  await new Promise(() => {});
}

describe('work in order', () => {
  it('gives results in the order of the source, whichever is done first', async () => {
    let running = 0;
    let most = 0;
    const results: number[] = [];
    const work = async (wait: number): Promise<number> => {
      most = Math.max(most, ++running);
      await sleep(wait);
      running--;
      return wait;
    };
    for await (const result of inOrder(from([30, 1, 20, 2, 10]), 2, work)) results.push(result);
    expect(results).toEqual([30, 1, 20, 2, 10]);
    expect(most).toBe(2);
  });

  it('gives a result while the source makes one wait', async () => {
    const results = inOrder(hang(), 2, (item) => Promise.resolve(item));
    expect(await results.next()).toEqual({ value: 1, done: false });
    await results.return(undefined);
  });

  it('ends with its signal though the source hangs, and its work first', async () => {
    const abort = new AbortController();
    let stopped = false;
    const results = inOrder(
      hang(),
      2,
      async (_item, signal) => {
        await sleep(10_000, undefined, { signal }).catch(() => undefined);
        stopped = true;
      },
      abort.signal,
    );
    const next = results.next();
    setTimeout(() => abort.abort(new Error('gone')), 20);
    await expect(next).rejects.toThrow('gone');
    expect(stopped).toBe(true);
  });

  it('ends with the first error of work or source', async () => {
    const failing = inOrder(from([1]), 2, () => Promise.reject(new Error('no')));
    await expect(failing.next()).rejects.toThrow('no');
    const source = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new RangeError('bad');
    };
    const results = inOrder(source(), 1, (item) => Promise.resolve(item));
    await results.next();
    await expect(results.next()).rejects.toThrow('bad');
  });
});
