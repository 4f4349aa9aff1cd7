import { beforeAll, describe, expect, it } from 'vitest';
import { loadAcousticModel } from './acoustic-model.ts';
import { inTurn, say } from './flite-fixture.ts';
import { calibrate, verify } from './verify.ts';

const model = loadAcousticModel();
const sample = async (voice: 'slt' | 'rms', from: number): Promise<Float32Array> =>
  inTurn([await say(voice, from), await say(voice, from + 1)]);

describe('verification', () => {
  let [her, herAgain, him]: Float32Array[] = [];
  beforeAll(async () => {
    [her, herAgain, him] = [await sample('slt', 0), await sample('slt', 2), await sample('rms', 4)];
  });

  it('knows a voice again by other words', () => {
    const { similarity, threshold, isSameSpeaker } = verify(model, her!, herAgain!);
    expect(isSameSpeaker).toBe(true);
    expect(similarity).toBeGreaterThanOrEqual(threshold);
    expect(threshold).toBe(0.5);
  });

  it('tells two voices apart', () => {
    const { similarity, isSameSpeaker } = verify(model, her!, him!);
    expect(isSameSpeaker).toBe(false);
    expect(similarity).toBeLessThan(0.5);
  });

  it('does not depend on order or loudness', () => {
    const { similarity } = verify(model, her!, herAgain!);
    const quiet = her!.map((value) => value / 8);
    expect(verify(model, herAgain!, quiet).similarity).toBeCloseTo(similarity, 1);
  });

  it('the same recording is wholly alike', () => {
    expect(verify(model, her!, her!).similarity).toBe(1);
  });

  it.each([0, 100, 32_000])('nothing is like %i samples of silence', (length) => {
    const silence = new Float32Array(length);
    const short = her!.slice(0, 16_000);
    expect(verify(model, short, silence)).toMatchObject({ similarity: 0, isSameSpeaker: false });
    expect(verify(model, silence, silence)).toMatchObject({ similarity: 0, isSameSpeaker: false });
  });

  it('scores stay in order and within 0 and 1', () => {
    const scores = [-1, -0.2, 0, 0.3, 0.5, 0.7, 1].map(calibrate);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect([scores[0], scores.at(-1)]).toEqual([0, 1]);
  });
});
