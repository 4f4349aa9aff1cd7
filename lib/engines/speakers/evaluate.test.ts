import { expect, it } from 'vitest';
import { diarizationErrorRate, equalErrorRate } from './evaluate.ts';

const turn = (speaker: string, start: number, end: number) => ({ speaker, start, end });

it('the equal error rate is where both kinds of error meet', () => {
  expect(equalErrorRate([0.8, 0.9], [0.1, 0.2])).toEqual({ rate: 0, threshold: 0.8 });
  expect(equalErrorRate([0.4, 0.6, 0.7, 0.8], [0.1, 0.2, 0.3, 0.65]).rate).toBe(0.25);
});

it('names of speakers do not matter', () => {
  const reference = [turn('ann', 0, 5), turn('bob', 5, 10)];
  const { rate } = diarizationErrorRate(reference, [turn('x', 0, 5), turn('y', 5, 10)]);
  expect(rate).toBe(0);
});

it('tells missed, false and confused speech apart', () => {
  const reference = [turn('ann', 0, 10), turn('bob', 12, 20)];
  const found = [turn('x', 0, 5), turn('x', 11, 14), turn('y', 14, 20)];
  const error = diarizationErrorRate(reference, found, 0);
  expect(error.missed).toBeCloseTo(5 / 18, 2);
  expect(error.falseAlarm).toBeCloseTo(1 / 18, 2);
  expect(error.confusion).toBeCloseTo(2 / 18, 2);
  expect(error.rate).toBeCloseTo(8 / 18, 2);
});

it('the collar leaves borders out', () => {
  const reference = [turn('ann', 0, 5), turn('bob', 5, 10)];
  const late = [turn('x', 0, 5.2), turn('y', 5.2, 10)];
  expect(diarizationErrorRate(reference, late).rate).toBe(0);
  expect(diarizationErrorRate(reference, late, 0).rate).toBeGreaterThan(0.01);
});

it('nothing at all is no error', () => {
  expect(diarizationErrorRate([], []).rate).toBe(0);
});
