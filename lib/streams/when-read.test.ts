import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mapErrors } from './map-errors.ts';

const broken = new Error('broken');

const broke = (...held: string[]): Readable => {
  const stream = mapErrors(
    new Readable({ read() {} }),
    (error) => error,
    () => true,
  );
  for (const text of held) stream.push(text);
  stream.destroy(broken);
  return stream;
};

async function read(stream: AsyncIterable<unknown>): Promise<[string, unknown]> {
  let text = '';
  try {
    for await (const chunk of stream) text += String(chunk);
    return [text, null];
  } catch (error) {
    return [text, error];
  }
}

it('what a stream holds is read before it fails, by iteration and by pipe', async () => {
  expect(await read(broke('a', 'b'))).toEqual(['ab', broken]);
  const source = broke('a', 'b');
  const out = new PassThrough();
  source.once('error', () => out.end()).pipe(out);
  expect(await read(out)).toEqual(['ab', null]);
  expect(source.errored).toBe(broken);
});

it('a stream that holds nothing fails at once, one that is let go of does not fail', async () => {
  const empty = broke();
  empty.once('error', () => {});
  expect(empty.destroyed).toBe(true);
  const left = broke('a');
  await sleep(5);
  expect(left.destroyed).toBe(false);
  left.destroy();
  expect([left.destroyed, left.errored]).toEqual([true, null]);
});
