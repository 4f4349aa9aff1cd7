import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWav, encodeWav, parseWavHeader, wavHeader } from '../audio/wav.ts';
import { inTurn } from './in-turn.ts';
import { joinWavs } from './wav-join.ts';

const never = new AbortController().signal;
const wav = (value: number, frames: number, sampleRate = 8000): Buffer =>
  encodeWav({ sampleRate, channels: [new Float32Array(frames).fill(value)] });

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function join(files: readonly AsyncIterable<Uint8Array>[]): Promise<Buffer> {
  const source = async function* (): AsyncGenerator<AsyncIterable<Uint8Array>> {
    yield* files;
  };
  const out: Buffer[] = [];
  for await (const chunk of joinWavs(source())) out.push(chunk);
  return Buffer.concat(out);
}

describe('joinWavs', () => {
  it('makes one file with one header, however the chunks fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (cuts) => {
          const joined = await join(cuts.map((sizes, i) => cut(wav(i / 8, 30 + i), sizes)));
          expect(parseWavHeader(joined)!.dataBytes).toBe(Infinity);
          const expected = cuts.flatMap((_, i) => Array.from({ length: 30 + i }, () => i / 8));
          expect(
            [...decodeWav(joined).channels[0]!].map((value) => Math.round(value * 8) / 8),
          ).toEqual(expected);
        },
      ),
    );
  });

  it('leaves out chunks behind the samples', async () => {
    const tail = Buffer.concat([wav(0.5, 10), Buffer.from('LIST\x04\0\0\0abcd', 'latin1')]);
    expect((await join([cut(tail, []), cut(wav(0.5, 10), [])])).length).toBe(44 + 40);
  });

  it.each([
    ['no WAV', Buffer.from('<html>nothing of the kind</html>')],
    ['an empty answer', Buffer.alloc(0)],
    [
      'a header that never ends',
      Buffer.concat([
        Buffer.from('RIFF\0\0\0\0WAVEjunk\xff\xff\xff\x0f', 'latin1'),
        Buffer.alloc(70_000),
      ]),
    ],
  ])('answers %s with 502', async (_name, bytes) => {
    await expect(join([cut(bytes, [])])).rejects.toMatchObject({ status: 502 });
  });

  it('refuses a layout that changes between sentences', async () => {
    await expect(join([cut(wav(0, 10), []), cut(wav(0, 10, 16_000), [])])).rejects.toMatchObject({
      status: 502,
    });
    const float = Buffer.from(wavHeader({ channels: 1, sampleRate: 8000, bitsPerSample: 32 }, 4));
    float.writeUInt16LE(3, 20);
    await expect(join([cut(Buffer.concat([float, Buffer.alloc(4)]), [])])).rejects.toMatchObject({
      status: 502,
    });
  });
});

describe('inTurn', () => {
  it('keeps the order and works one ahead', async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => {
      begun.push(item);
      return item * 2;
    };
    const results: number[] = [];
    for await (const result of inTurn([1, 2, 3], work, never)) {
      expect(begun.length).toBe(Math.min(3, results.length + 2));
      results.push(result);
    }
    expect(results).toEqual([2, 4, 6]);
  });

  it('abandons what is under way when the reader stops, and fails where the work fails', async () => {
    let stopped = false;
    const hang = (item: number, signal: AbortSignal): Promise<number> => {
      if (item === 1) return Promise.resolve(1);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      });
    };
    for await (const _ of inTurn([1, 2], hang, never)) break;
    expect(stopped).toBe(true);
    const failing = inTurn(
      [1, 2],
      async (item) => (item === 1 ? item : Promise.reject(new Error('second'))),
      never,
    );
    await failing.next();
    await expect(failing.next()).rejects.toThrow('second');
    expect((await inTurn([], hang, never).next()).done).toBe(true);
  });
});
