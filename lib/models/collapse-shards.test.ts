import { expect, it } from 'vitest';
import { collapseShards } from './collapse-shards.ts';

const model = (id: string, value: string, more = {}) => ({ id, status: { value, ...more } });

it('shows the shards of a split model as one, at the place of the first', () => {
  const list = [
    model('b-00002-of-00002', 'loaded'),
    model('a', 'unloaded'),
    model('b-00001-of-00002', 'unloaded', { failed: true }),
  ];
  expect(collapseShards(list)).toEqual([
    { id: 'b-00001-of-00002', status: { value: 'loaded', failed: true } },
    { id: 'a', status: { value: 'unloaded' } },
  ]);
});

it('leaves names alone that only look like shards', () => {
  const list = [model('a-1-of-1', 'loaded'), model('a-3-of-2', 'loaded')];
  expect(collapseShards(list)).toEqual(list);
});
