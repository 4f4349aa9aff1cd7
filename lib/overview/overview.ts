import type { Message } from '../bus/message.ts';
import { failureOf, type Failure } from './failure.ts';
import { createLatestRequests, type LatestRequests } from './latest-requests.ts';
import { RequestMessage } from './read-request.ts';
import { createSeries, STEP_SECONDS, stepAt, type Series, type Step } from './series.ts';

export interface OverviewOptions {
  /** The functions shown, whether or not they were called. */
  readonly functions: readonly string[];
  /** Those of them whose requests are listed one by one. */
  readonly listed: (name: string) => boolean;
  readonly backends: readonly string[];
  /** The backend that serves a path, if another than the route's own. */
  readonly backendOf: (route: string, fallback: string | undefined) => string | undefined;
  readonly redact: (text: string) => string;
}

const MOST_ERRORS = 50;
const MOST_FAILURES = 20;
/** Statuses that say something of the backend. */
const BACKEND_FAULTS = new Set([502, 503, 504]);

type Column = readonly (number | null)[];

export interface DomainSeries {
  readonly requests: Column;
  readonly errors: Column;
  readonly p50_ms: Column;
  readonly p95_ms: Column;
  readonly first_p50_ms: Column;
  readonly first_p95_ms: Column;
}

export interface OverviewAnswer {
  readonly step_seconds: number;
  /** Epoch seconds at which each step begins. */
  readonly times: readonly number[];
  readonly domains: Readonly<Record<string, DomainSeries>>;
  readonly totals: Readonly<Record<string, object>>;
  readonly latest_errors: readonly Failure[];
  readonly backends: Readonly<Record<string, { latency_ms: Column; failures: readonly Failure[] }>>;
}

export interface Overview {
  /** A finished request; what does not fit is ignored. */
  readonly add: (message: Message) => void;
  readonly answer: (minutes: number) => OverviewAnswer;
  /** The newest requests one by one. */
  readonly latest: LatestRequests['find'];
}

/** The requests of the last hour over all functions and replicas, as they were told on the bus. */
export function createOverview(options: OverviewOptions, now = () => Date.now()): Overview {
  const seriesOf = (names: readonly string[]): Map<string, Series> =>
    new Map(names.map((name) => [name, createSeries(now)]));
  const functions = seriesOf(options.functions);
  const backends = seriesOf(options.backends);
  const errors: Failure[] = [];
  const latest = createLatestRequests(options.redact, now);
  const failures = new Map<string, Failure[]>(options.backends.map((name) => [name, []]));

  const add = (message: Message): void => {
    const parsed = RequestMessage.safeParse(message);
    if (!parsed.success) return;
    const request = parsed.data;
    const failed = request.status >= 500;
    const backend = options.backendOf(request.route, request.backend);
    for (const series of [functions.get(request.function), backends.get(backend ?? '')])
      series?.add(request.at, failed, request.ms, request.first_byte_ms);
    if (options.listed(request.function)) latest.add(request, backend);
    if (!failed) return;
    const failure = failureOf(request, backend, options.redact);
    putFirst(errors, failure, MOST_ERRORS);
    const own = failures.get(backend ?? '');
    if (own && BACKEND_FAULTS.has(request.status)) putFirst(own, failure, MOST_FAILURES);
  };

  const answer = (minutes: number): OverviewAnswer => {
    const last = stepAt(now());
    const first = last - Math.round((minutes * 60) / STEP_SECONDS) + 1;
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const column = (series: Series, value: (step: Step) => number | null): Column =>
      numbers.map((number) => {
        const step = series.step(number);
        return step ? value(step) : null;
      });
    const entries = [...functions];
    return {
      step_seconds: STEP_SECONDS,
      times: numbers.map((number) => number * STEP_SECONDS),
      domains: Object.fromEntries(
        entries.map(([name, series]) => [name, domainOf(series, column)]),
      ),
      totals: Object.fromEntries(
        entries.map(([name, series]) => [name, totalsOf(series, first, last)]),
      ),
      latest_errors: errors,
      backends: Object.fromEntries(
        [...backends].map(([name, series]) => [
          name,
          {
            latency_ms: column(series, ({ durations }) => durations.percentile(0.5)),
            failures: failures.get(name) ?? [],
          },
        ]),
      ),
    };
  };
  return { add, answer, latest: latest.find };
}

function domainOf(
  series: Series,
  column: (series: Series, value: (step: Step) => number | null) => Column,
): DomainSeries {
  const zero = (values: Column): Column => values.map((value) => value ?? 0);
  return {
    requests: zero(column(series, ({ requests }) => requests)),
    errors: zero(column(series, (step) => step.errors)),
    p50_ms: column(series, ({ durations }) => durations.percentile(0.5)),
    p95_ms: column(series, ({ durations }) => durations.percentile(0.95)),
    first_p50_ms: column(series, ({ firstBytes }) => firstBytes.percentile(0.5)),
    first_p95_ms: column(series, ({ firstBytes }) => firstBytes.percentile(0.95)),
  };
}

function totalsOf(series: Series, first: number, last: number): object {
  const { requests, errors, durations, firstBytes } = series.sum(first, last);
  const minute = series.sum(last - 60 / STEP_SECONDS, last - 1);
  return {
    requests,
    errors,
    p50_ms: durations.percentile(0.5),
    p95_ms: durations.percentile(0.95),
    first_p50_ms: firstBytes.percentile(0.5),
    first_p95_ms: firstBytes.percentile(0.95),
    // Of the last whole minute: the step that runs is not over.
    rate_per_second: Math.round((minute.requests / 60) * 100) / 100,
  };
}

function putFirst(list: Failure[], failure: Failure, most: number): void {
  list.unshift(failure);
  if (list.length > most) list.pop();
}
