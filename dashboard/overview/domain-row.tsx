import { useMemo } from 'preact/hooks';
import { activityHref } from '../activity/filters.ts';
import type { DomainSeries, DomainTotals, Overview } from '../api/overview.ts';
import { count, duration, percent, rate } from '../ui/format.ts';
import { byMinute, minutesOf, stepsPerMinute } from './by-minute.ts';
import { cursor } from './cursor.ts';
import { domainLines, largest, LEAST_ERRORS } from './domain-lines.ts';
import { MatrixCell } from './matrix-cell.tsx';

const NAMES: Readonly<Record<string, string>> = {
  llm: 'Chat and embeddings',
  tts: 'Text to speech',
  stt: 'Speech to text',
  speakers: 'Speakers',
  audio: 'Audio',
  voices: 'Voices',
};

/** Seconds. */
const HOUR = 3600;

const NOTHING: DomainSeries = {
  requests: [],
  errors: [],
  p50_ms: [],
  p95_ms: [],
  first_p50_ms: [],
  first_p95_ms: [],
};

interface DomainRowProps {
  readonly name: string;
  readonly seen: Overview;
}

/** One domain; a line is enough for one that nobody has asked. */
export const DomainRow = ({ name, seen }: DomainRowProps) =>
  seen.totals[name]?.requests ? <BusyRow name={name} seen={seen} /> : <QuietRow name={name} />;

const QuietRow = ({ name }: { readonly name: string }) => (
  <div class="matrix-row" role="row" data-quiet="true">
    <div role="rowheader">{NAMES[name] ?? name}</div>
    <span role="cell" class="matrix-none">
      no requests
    </span>
  </div>
);

/** Four small charts, each with its number of the hour or of the minute under the cursor. */
function BusyRow({ name, seen }: DomainRowProps) {
  const size = stepsPerMinute(seen);
  const series = useMemo(() => byMinute(seen.domains[name] ?? NOTHING, size), [seen, name]);
  const times = useMemo(() => minutesOf(seen), [seen]);
  const lines = useMemo(() => domainLines(series, times, size * seen.step_seconds), [series]);
  const totals = seen.totals[name]!;
  const at = cursor.value;
  return (
    <div class="matrix-row" role="row">
      <div role="rowheader">
        <strong>{NAMES[name] ?? name}</strong>
        <a class="soft small" href={activityHref({ function: name })} title="Its latest requests">
          {requestsText(totals.requests)}
        </a>
      </div>
      <MatrixCell
        times={times}
        name="Requests"
        lines={lines.rate}
        label={`${name}: requests per second`}
        top={rate(largest(lines.rate[0]!.values))}
      >
        {rateText(lines.rate[0]!.values, totals, at)}
      </MatrixCell>
      <MatrixCell
        times={times}
        name="Latency"
        lines={lines.latency}
        label={`${name}: latency, p50 and p95`}
        top={topOf(series.p95_ms)}
      >
        {pair(series.p50_ms, series.p95_ms, totals.p50_ms, totals.p95_ms, at)}
      </MatrixCell>
      <MatrixCell
        times={times}
        name="Errors"
        lines={lines.errors}
        label={`${name}: share of errors`}
        top={topOfErrors(series)}
        least={LEAST_ERRORS}
      >
        <span class={totals.errors > 0 ? 'bad-text' : ''}>{errorText(series, totals, at)}</span>
      </MatrixCell>
      <MatrixCell
        times={times}
        name="First token or audio"
        lines={lines.first}
        label={`${name}: time to the first byte`}
        top={topOf(series.first_p95_ms)}
      >
        {pair(
          series.first_p50_ms,
          series.first_p95_ms,
          totals.first_p50_ms,
          totals.first_p95_ms,
          at,
        )}
      </MatrixCell>
    </div>
  );
}

const rateText = (
  values: readonly (number | null)[],
  totals: DomainTotals,
  at: number | null,
): string => rate(at === null ? totals.requests / HOUR : values[at]);

const requestsText = (requests: number): string =>
  `${count(requests)} ${requests === 1 ? 'request' : 'requests'}`;

function topOf(values: readonly (number | null)[]): string {
  const top = largest(values);
  return top === null ? '' : duration(top);
}

function topOfErrors({ requests, errors }: DomainSeries): string {
  const worst = Math.max(0, ...requests.map((all, at) => (all ? (errors[at] ?? 0) / all : 0)));
  return worst === 0 ? '' : percent(Math.max(LEAST_ERRORS, worst));
}

function pair(
  p50: readonly (number | null)[],
  p95: readonly (number | null)[],
  all50: number | null,
  all95: number | null,
  at: number | null,
) {
  const [low, high] = at === null ? [all50, all95] : [p50[at], p95[at]];
  if (low == null) return '–';
  return (
    <>
      {duration(low)} <span class="soft">/ {duration(high)}</span>
    </>
  );
}

function errorText(series: DomainSeries, totals: DomainTotals, at: number | null): string {
  const [errors, requests] =
    at === null
      ? [totals.errors, totals.requests]
      : [series.errors[at] ?? 0, series.requests[at] ?? 0];
  return requests ? percent((errors ?? 0) / requests) : '–';
}
