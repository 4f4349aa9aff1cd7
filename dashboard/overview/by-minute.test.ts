import { expect, test } from 'vitest';
import { byMinute, meanByMinute } from './by-minute.ts';

test('steps of a minute: counts add up, p50 is the mean by requests, p95 the worst', () => {
  const series = {
    requests: [3, 1, 0, 0, 0, 0],
    errors: [1, 0, 0, 0, 0, 0],
    p50_ms: [100, 200, null, null, null, null],
    p95_ms: [150, 900, null, null, null, null],
    first_p50_ms: [null, 50, null, null, null, null],
    first_p95_ms: [null, 60, null, null, null, null],
  };
  expect(byMinute(series, 3)).toEqual({
    requests: [4, 0],
    errors: [1, 0],
    p50_ms: [125, null],
    p95_ms: [900, null],
    first_p50_ms: [50, null],
    first_p95_ms: [60, null],
  });
  expect(meanByMinute([10, null, 30, null], 2)).toEqual([10, 30]);
});
