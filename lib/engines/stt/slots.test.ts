import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('lets in as many as there are places, the others in the order they came', async () => {
  const slots = createSlots(1);
  const order: string[] = [];
  const release = await slots.take();
  const second = slots.take().then((free) => {
    order.push('second');
    free();
  });
  const third = slots.take().then(() => order.push('third'));
  expect(order).toEqual([]);
  release();
  release();
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
});

it('forgets who stops waiting', async () => {
  const slots = createSlots(1);
  const release = await slots.take();
  const abort = new AbortController();
  const leaving = slots.take(abort.signal);
  const staying = slots.take();
  abort.abort(new Error('gone'));
  await expect(leaving).rejects.toThrow('gone');
  await expect(slots.take(abort.signal)).rejects.toThrow('gone');
  release();
  await staying;
});
