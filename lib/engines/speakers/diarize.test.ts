import { beforeAll, describe, expect, it } from 'vitest';
import { loadAcousticModel } from './acoustic-model.ts';
import { diarize } from './diarize.ts';
import { diarizationErrorRate } from './evaluate.ts';
import { conversation, say } from './flite-fixture.ts';

const model = loadAcousticModel();

describe('diarization', () => {
  let two: Awaited<ReturnType<typeof conversation>>;
  let one: Awaited<ReturnType<typeof conversation>>;
  beforeAll(async () => {
    two = await conversation(['slt', 'rms', 'slt', 'rms', 'rms', 'slt']);
    one = await conversation(['rms', 'rms', 'rms']);
  });

  it.each([2, undefined])('two people take turns, count given: %s', async (numSpeakers) => {
    const found = await diarize(model, two.samples, { numSpeakers });
    expect(found.numSpeakers).toBe(2);
    expect(found.duration).toBe(two.samples.length / 16_000);
    expect(found.segments[0]!.speaker).toBe('SPEAKER_00');
    expect(diarizationErrorRate(two.reference, found.segments).rate).toBeLessThan(0.1);
    for (const [i, { start, end }] of found.segments.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(found.segments[i - 1]?.end ?? 0);
    }
    expect(found.segments.at(-1)!.end).toBeLessThanOrEqual(found.duration);
  });

  it('one person is one speaker', async () => {
    const found = await diarize(model, one.samples);
    expect(found.numSpeakers).toBe(1);
    expect(diarizationErrorRate(one.reference, found.segments).rate).toBeLessThan(0.1);
  });

  it('keeps to the bounds, and takes no notice of impossible ones', async () => {
    expect((await diarize(model, two.samples, { maxSpeakers: 1 })).numSpeakers).toBe(1);
    const odd = { numSpeakers: -3, minSpeakers: 0, maxSpeakers: Number.NaN };
    expect((await diarize(model, two.samples, odd)).numSpeakers).toBe(2);
  });

  it.each([0, 100, 8000, 80_000])('finds nobody in %i samples of silence', async (length) => {
    const found = await diarize(model, new Float32Array(length), { numSpeakers: 2 });
    expect(found).toEqual({ numSpeakers: 0, segments: [], duration: length / 16_000 });
  });

  it('less than a second is one segment of one speaker', async () => {
    const short = (await say('slt', 0)).slice(4000, 16_000);
    const found = await diarize(model, short, { numSpeakers: 3 });
    expect(found.numSpeakers).toBe(1);
    expect(found.segments).toHaveLength(1);
  });

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(diarize(model, two.samples, { signal })).rejects.toThrow('timeout');
  });
});
