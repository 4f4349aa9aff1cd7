import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseRelay } from './sse-relay.ts';

async function relay(chunks: readonly Buffer[], breaks = false): Promise<string> {
  const seen: Buffer[] = [];
  const source = Readable.from(
    (async function* () {
      yield* chunks;
      if (breaks) throw new Error('broken');
    })(),
    { objectMode: false },
  );
  const work = pipeline(source, createSseRelay(), async (out) => {
    for await (const chunk of out) seen.push(chunk as Buffer);
  });
  await (breaks ? work.catch(() => {}) : work);
  return Buffer.concat(seen).toString();
}

describe('createSseRelay', () => {
  it('changes no byte, wherever the chunks are cut', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\n', '\r\n', 'data: ', 'é'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(120), { maxLength: 10 }), async (events, cuts) => {
        const bytes = Buffer.from(events);
        const at = [
          0,
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ];
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(await relay(chunks)).toBe(events);
      }),
    );
  });

  it.each(['\n\n', '\r\n\r\n', '\r\r'])(
    'holds back half an event of a stream that breaks (%j)',
    async (end) => {
      const whole = Buffer.from(`data: 1${end}data: 2${end}data: 3`);
      for (let cut = 0; cut <= whole.length; cut++) {
        const out = await relay([whole.subarray(0, cut), whole.subarray(cut)], true);
        expect(`data: 1${end}data: 2${end}`.startsWith(out)).toBe(true);
      }
    },
  );

  it('passes on an event too long to hold', async () => {
    const long = Buffer.alloc(3 * 1024 * 1024, 'x');
    expect((await relay([long.subarray(0, 1_500_000), long.subarray(1_500_000)])).length).toBe(
      long.length,
    );
  });
});
