import type { DomainSeries, Overview } from '../api/overview.ts';

type Column = readonly (number | null)[];

/** Minutes are what fits into a small chart; the server's steps may be finer. */
const MINUTE = 60;

const groupsOf = (values: Column, size: number): (number | null)[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );

const sum = (values: Column): number =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);

/** The largest of each group; null where nothing is known. */
const largest = (values: Column): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
};

/** The mean of each group, by how many requests a step had. */
function weighted(values: Column, weights: Column): number | null {
  let total = 0;
  let weight = 0;
  values.forEach((value, at) => {
    if (value === null) return;
    const own = Math.max(1, weights[at] ?? 1);
    total += value * own;
    weight += own;
  });
  return weight > 0 ? total / weight : null;
}

/** How many steps make a minute. */
export const stepsPerMinute = ({ step_seconds: step }: Overview): number =>
  Math.max(1, Math.round(MINUTE / step));

/** The beginning of each minute, epoch s. */
export const minutesOf = (seen: Overview): number[] =>
  groupsOf(seen.times, stepsPerMinute(seen)).map(([first]) => first!);

/** One column by minutes, the mean of each. */
export const meanByMinute = (values: Column, size: number): (number | null)[] =>
  groupsOf(values, size).map((group) => weighted(group, []));

/** The series of a function by minutes: counts add up, p50 is the mean, p95 the worst. */
export function byMinute(series: DomainSeries, size: number): DomainSeries {
  const requests = groupsOf(series.requests, size);
  const mean = (values: Column): Column =>
    groupsOf(values, size).map((group, at) => weighted(group, requests[at]!));
  const worst = (values: Column): Column => groupsOf(values, size).map(largest);
  return {
    requests: requests.map(sum),
    errors: groupsOf(series.errors, size).map(sum),
    p50_ms: mean(series.p50_ms),
    p95_ms: worst(series.p95_ms),
    first_p50_ms: mean(series.first_p50_ms),
    first_p95_ms: worst(series.first_p95_ms),
  };
}
