import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelOf, joinSamples, levelAt, noise, rms, snr, tone } from './fixtures.ts';
import { resample, Resampler } from './resample.ts';

async function* inPieces(samples: Float32Array, sizes: readonly number[]) {
  for (let at = 0, i = 0; at < samples.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield [samples.subarray(at, at + size)];
    at += size;
  }
}

const whole = (samples: Float32Array, from: number, to: number): Float32Array => {
  const resampler = new Resampler(from, to);
  return joinSamples([resampler.push([samples])[0]!, resampler.end()[0]!]);
};

describe('resample', () => {
  test.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [16_000, 48_000],
    [44_100, 48_000],
    [8000, 44_100],
    [11_025, 16_000],
    [44_101, 16_000],
    [96_000, 22_050],
  ])('a tone from %i to %i Hz stays in place and clean', (from, to) => {
    const out = whole(tone(1000, from, 0.5), from, to);
    const expected = tone(1000, to, 0.5);
    expect(Math.abs(out.length - expected.length)).toBeLessThanOrEqual(1);
    expect(snr(expected, out)).toBeGreaterThan(75);
  });

  test('what lies above the new Nyquist frequency is gone', () => {
    for (const hertz of [8050, 9000, 12_000, 20_000]) {
      const out = whole(tone(hertz, 48_000, 0.5), 48_000, 16_000).subarray(400, -400);
      expect(20 * Math.log10(rms(out))).toBeLessThan(-75);
    }
  });

  test('what lies below 0.88 of it passes unchanged', () => {
    const out = whole(tone(7000, 48_000, 0.5), 48_000, 16_000);
    expect(levelAt(7000, out, 16_000)).toBeCloseTo(-6.02, 1);
  });

  test('images of low tones do not appear when going up', () => {
    const out = whole(tone(3000, 8000, 0.5), 8000, 48_000);
    expect(levelAt(5000, out.subarray(4800, -4800), 48_000)).toBeLessThan(-80);
  });

  test('silence and a constant stay what they are', () => {
    const out = whole(new Float32Array(4000).fill(0.25), 44_100, 16_000);
    for (const x of out.subarray(100, -100)) expect(x).toBeCloseTo(0.25, 4);
  });

  test('chunk borders leave no trace and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<[number, number]>([44_100, 16_000], [16_000, 44_100], [7919, 8000]),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3000 }),
        async ([from, to], sizes, length) => {
          const samples = noise(length, 0.5);
          const pieces = await channelOf(resample(inPieces(samples, sizes), from, to));
          const one = await channelOf(resample(inPieces(samples, [length]), from, to));
          expect(pieces.length).toBe(Math.ceil((length * to) / from));
          expect(pieces).toEqual(one);
        },
      ),
      { numRuns: 60 },
    );
  });
});
