import { describe, expect, test } from 'vitest';
import { bytesOf, joinSamples, levelAt, tone, wavOf } from './fixtures.ts';
import { speechChunks } from './speech.ts';

async function all(chunks: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const part of chunks) parts.push(part);
  return joinSamples(parts);
}

describe('speechChunks', () => {
  test('mixes to mono at 16 kHz and counts the seconds', async () => {
    const source = wavOf(48_000, tone(440, 48_000, 1.5), tone(880, 48_000, 1.5));
    const speech = speechChunks(bytesOf(source));
    const samples = await all(speech);
    expect(samples.length).toBe(24_000);
    expect(speech.seconds).toBeCloseTo(1.5, 6);
    expect(levelAt(440, samples, 16_000)).toBeCloseTo(-12, 0);
    expect(levelAt(880, samples, 16_000)).toBeCloseTo(-12, 0);
  });

  test('16 kHz mono passes unchanged', async () => {
    const samples = tone(440, 16_000, 0.5).map((x) => (Math.round(x * 32_768) + 0) / 32_768);
    expect(await all(speechChunks(bytesOf(wavOf(16_000, samples), 999)))).toEqual(samples);
  });

  test('longer audio than wanted is refused as soon as that shows', async () => {
    let read = 0;
    async function* source() {
      for await (const part of bytesOf(wavOf(16_000, tone(440, 16_000, 60)), 4096)) {
        read += part.length;
        yield part;
      }
    }
    const speech = speechChunks(source(), { maxSeconds: 2 });
    await expect(all(speech)).rejects.toMatchObject({ problem: 'too_long' });
    expect(read / 32_000).toBeLessThan(4);
  });

  test('what is not audio fails when it is read', async () => {
    await expect(all(speechChunks(bytesOf(Buffer.from('nothing'))))).rejects.toMatchObject({
      problem: 'unknown_format',
    });
  });
});
