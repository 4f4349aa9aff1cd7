import { expect, test } from 'vitest';
import { domainLines } from './domain-lines.ts';

const series = (requests: number[], errors: number[]) => ({
  requests,
  errors,
  p50_ms: [],
  p95_ms: [],
  first_p50_ms: [],
  first_p95_ms: [],
});
const linesOf = (requests: number[], errors: number[]) =>
  domainLines(series(requests, errors), [0, 60, 120], 60);

test('minutes without errors draw nothing; one error among many is still seen', () => {
  expect(linesOf([4, 0, 2], [0, 0, 0]).errors[0]).toMatchObject({ values: [null, null, null] });
  expect(linesOf([1000, 2, 0], [1, 1, 0]).errors[0]).toMatchObject({ values: [0.04, 0.5, null] });
});

test('requests are per second, none where nothing is known', () => {
  expect(linesOf([60, 0], []).rate[0]).toMatchObject({ values: [1, 0, 0] });
});
