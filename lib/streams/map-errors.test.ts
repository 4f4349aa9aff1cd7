import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { mapErrors } from './map-errors.ts';

const renamed = (): Readable =>
  mapErrors(new Readable({ read() {} }), (error) => new RangeError(error.message));

it('renames errors that come before and while the stream is read', async () => {
  const early = renamed();
  early.on('error', () => {});
  early.destroy(new Error('early'));
  await expect(early.toArray()).rejects.toThrow(RangeError);
  const late = renamed();
  const reading = late.toArray();
  late.destroy(new Error('late'));
  await expect(reading).rejects.toThrow(RangeError);
});

it('leaves an end without error alone', async () => {
  const stream = renamed();
  stream.push(null);
  expect(await stream.toArray()).toEqual([]);
});
