import type { DomainSeries } from '../api/overview.ts';
import type { Line } from '../charts/chart.tsx';

type Column = readonly (number | null)[];

/** The charts of one domain. */
export interface DomainLines {
  /** Requests per second. */
  readonly rate: readonly Line[];
  /** ms. */
  readonly latency: readonly Line[];
  /** Share of the requests, 0 to 1. */
  readonly errors: readonly Line[];
  /** ms. */
  readonly first: readonly Line[];
}

/** A scale of errors reaches at least this share, so that one failure does not look like an outage. */
export const LEAST_ERRORS = 0.1;

/** @param step how long each value lasts, seconds */
export function domainLines(
  series: DomainSeries,
  times: readonly number[],
  step: number,
): DomainLines {
  const fit = (values: Column): Column => times.map((_, index) => values[index] ?? null);
  const requests = fit(series.requests);
  const share = requests.map((all, index) => (all ? (series.errors[index] ?? 0) / all : null));
  return {
    rate: [
      { label: 'rate', ink: 'soft', bars: true, values: requests.map((all) => (all ?? 0) / step) },
    ],
    latency: percentiles(fit(series.p50_ms), fit(series.p95_ms)),
    errors: [{ label: 'errors', ink: 'bad', bars: true, values: visible(share) }],
    first: percentiles(fit(series.first_p50_ms), fit(series.first_p95_ms)),
  };
}

const percentiles = (p50: Column, p95: Column): readonly Line[] => [
  { label: 'p50', ink: 'accent', values: p50 },
  { label: 'p95', ink: 'accent', dashed: true, values: p95 },
];

/** Few errors among many requests are still seen; none are no bar at all. */
function visible(share: Column): Column {
  const least = Math.max(LEAST_ERRORS, largest(share) ?? 0) * 0.08;
  return share.map((value) => (value ? Math.max(value, least) : null));
}

/** Null: nothing is known. */
export const largest = (values: Column): number | null =>
  values.reduce<number | null>(
    (top, value) => (value === null ? top : Math.max(top ?? 0, value)),
    null,
  );
