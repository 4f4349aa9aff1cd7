import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readEvents } from './read-events.ts';

const cut = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text);
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
};
const all = async (body: Readable): Promise<unknown[]> => {
  const events: unknown[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
};

it.each(['\n', '\r\n', '\r'])(
  'reads the same events however they are cut, with %j',
  async (end) => {
    const lines = [
      ': a comment',
      '',
      'event: x',
      'data: {"text":"grün 🎧",',
      'data: "n":1}',
      '',
      'data: [DONE]',
      '',
      '',
      'data: {"last":true}',
    ];
    for (const size of [1, 2, 3, 5, 8, 1000])
      expect([size, await all(cut(lines.join(end), size))]).toEqual([
        size,
        [{ text: 'grün 🎧', n: 1 }, { last: true }],
      ]);
  },
);

it('takes no longer for an event that comes in crumbs', async () => {
  const text = 'x'.repeat(2_000_000);
  expect(await all(cut(`data: {"text":"${text}"}\n\n`, 20))).toEqual([{ text }]);
}, 10_000);

it('refuses what is no JSON, and an event without end', async () => {
  await expect(all(cut('data: {\n\n', 4))).rejects.toMatchObject({ status: 502 });
  const endless = function* (): Generator<Buffer> {
    for (;;) yield Buffer.alloc(65_536, 'x');
  };
  await expect(all(Readable.from(endless()))).rejects.toMatchObject({ status: 502 });
});
