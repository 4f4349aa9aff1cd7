import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFollower, type Gap } from './follow.ts';

const A = 'aaaaaaaaaa';

function follower() {
  const clock = { now: 0 };
  const gaps: Gap[] = [];
  const { isNews, marked } = createFollower(
    (gap) => gaps.push(gap),
    () => clock.now,
  );
  return {
    clock,
    gaps,
    hear: (id: unknown, instance = 'i') => isNews({ id, instance }),
    marked: (id: unknown, ageMs: unknown) => marked(id, ageMs, 'i'),
  };
}

it('misses what a process said between two of its lines, and says whose it was', () => {
  const { hear, gaps } = follower();
  for (const n of [5, 6, 9, 10]) expect(hear(`${A}-${n}`)).toBe(true);
  expect(gaps).toEqual([{ count: 2, instance: 'i' }]);
});

it('hears nothing twice', () => {
  const { hear, gaps } = follower();
  expect([1, 2, 2, 1, 3].map((n) => hear(`${A}-${n}`))).toEqual([true, true, false, false, true]);
  expect(gaps).toEqual([]);
});

it('misses the last line too, when it is told how far a process has come', () => {
  const { hear, marked, gaps } = follower();
  hear(`${A}-1`);
  marked(`${A}-4`, 10);
  marked(`${A}-4`, 20);
  hear(`${A}-5`);
  expect(gaps).toEqual([{ count: 3, instance: 'i' }]);
});

it('misses nothing of what was said before it listened', () => {
  const { hear, marked, gaps, clock } = follower();
  clock.now = 60_000;
  hear(`${A}-70`);
  marked(`${A}-70`, 90_000);
  marked('bbbbbbbbbb-12', 90_000);
  hear('bbbbbbbbbb-13');
  expect(gaps).toEqual([]);
});

it('is owed all that a younger process has said', () => {
  const { hear, marked, gaps, clock } = follower();
  hear(`${A}-1`);
  clock.now = 60_000;
  hear('bbbbbbbbbb-51');
  marked('bbbbbbbbbb-51', 30_000);
  marked('cccccccccc-7', 30_000);
  hear('cccccccccc-8');
  expect(gaps.map(({ count }) => count)).toEqual([50, 7]);
});

it('takes a process that has started again for another one', () => {
  const { hear, gaps } = follower();
  hear(`${A}-50`);
  hear('bbbbbbbbbb-1');
  hear('bbbbbbbbbb-2');
  expect(gaps).toEqual([]);
});

it('leaves ids of other programs alone', () => {
  const { hear, marked, gaps } = follower();
  for (const id of [undefined, 7, 'x', 'x', `${A}-`, `${A}-99999999999999999`]) {
    expect(hear(id)).toBe(true);
    marked(id, 1);
  }
  expect(gaps).toEqual([]);
});

it('whatever is lost or comes twice, heard and missing together are all', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('comes', 'twice', 'lost'), { minLength: 1 }), (fates) => {
      const { hear, marked, gaps, clock } = follower();
      hear('bbbbbbbbbb-1');
      clock.now = 10_000;
      let heard = 0;
      for (const [index, fate] of fates.entries()) {
        if (fate !== 'lost' && hear(`${A}-${index + 1}`)) heard++;
        if (fate === 'twice' && hear(`${A}-${index + 1}`)) heard++;
      }
      marked(`${A}-${fates.length}`, 100);
      expect(heard + gaps.reduce((sum, { count }) => sum + count, 0)).toBe(fates.length);
    }),
  );
});
