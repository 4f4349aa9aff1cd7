import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { DomainSeries, DomainTotals, Overview } from '../api/overview.ts';
import { Chart, type Line } from '../charts/chart.tsx';
import { count, duration, percent } from '../ui/format.ts';
import { byMinute, minutesOf, stepsPerMinute } from './by-minute.ts';
import { cursor } from './cursor.ts';

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

/** One domain: four small charts, each with its number of the hour or of the step under the cursor. */
export function DomainRow({ name, seen }: { readonly name: string; readonly seen: Overview }) {
  const size = stepsPerMinute(seen);
  const series = useMemo(() => byMinute(seen.domains[name] ?? NOTHING, size), [seen, name]);
  const times = useMemo(() => minutesOf(seen), [seen]);
  const totals = seen.totals[name];
  const lines = useMemo(() => linesOf(series, times, size * seen.step_seconds), [series, times]);
  const at = cursor.value;
  const quiet = !totals || totals.requests === 0;
  return (
    <div class="matrix-row" role="row" data-quiet={quiet}>
      <div role="rowheader">
        <strong>{NAMES[name] ?? name}</strong>
        <span class="soft small">
          {quiet ? 'no requests' : `${count(totals.requests)} requests`}
        </span>
      </div>
      <Cell times={times} name="Requests" lines={lines.rate} label={`${name}: requests per second`}>
        {at === null
          ? rateText(totals && totals.requests / HOUR)
          : rateText(lines.rate[0]!.values[at])}
      </Cell>
      <Cell
        times={times}
        name="Latency"
        lines={lines.latency}
        label={`${name}: latency, p50 and p95`}
      >
        {pair(series.p50_ms, series.p95_ms, totals?.p50_ms, totals?.p95_ms, at)}
      </Cell>
      <Cell
        times={times}
        name="Errors"
        lines={lines.errors}
        label={`${name}: share of errors`}
        least={0.1}
      >
        <span class={totals && totals.errors > 0 ? 'bad-text' : ''}>
          {errorText(series, totals, at)}
        </span>
      </Cell>
      <Cell
        times={times}
        name="First token or audio"
        lines={lines.first}
        label={`${name}: time to the first byte`}
      >
        {pair(
          series.first_p50_ms,
          series.first_p95_ms,
          totals?.first_p50_ms,
          totals?.first_p95_ms,
          at,
        )}
      </Cell>
    </div>
  );
}

interface CellProps {
  readonly name: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly label: string;
  readonly least?: number;
  readonly children: ComponentChildren;
}

const Cell = ({ name, times, lines, label, least, children }: CellProps) => (
  <div role="cell" class="matrix-cell" data-name={name}>
    <span class="matrix-value mono">{children}</span>
    <Chart
      times={times}
      lines={lines}
      label={label}
      group="overview"
      onCursor={moveCursor}
      {...(least !== undefined && { least })}
    />
  </div>
);

function moveCursor(index: number | null): void {
  cursor.value = index;
}

function linesOf(series: DomainSeries, times: readonly number[], step: number) {
  const fit = (values: readonly (number | null)[]) =>
    times.map((_, index) => values[index] ?? null);
  const requests = fit(series.requests);
  const errors = fit(series.errors);
  const share = requests.map((all, index) => (all ? (errors[index] ?? 0) / all : null));
  return {
    rate: [
      { label: 'rate', ink: 'ink', filled: true, values: requests.map((all) => (all ?? 0) / step) },
    ],
    latency: [
      { label: 'p50', ink: 'accent', values: fit(series.p50_ms) },
      { label: 'p95', ink: 'accent', dashed: true, values: fit(series.p95_ms) },
    ],
    errors: [{ label: 'errors', ink: 'bad', filled: true, values: share }],
    first: [
      { label: 'p50', ink: 'accent', values: fit(series.first_p50_ms) },
      { label: 'p95', ink: 'accent', dashed: true, values: fit(series.first_p95_ms) },
    ],
  } satisfies Record<string, readonly Line[]>;
}

/** `0.41 /s`; a quiet house counts by the minute. */
function rateText(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return '–';
  if (rate === 0) return '0';
  return rate >= 0.1 ? `${rate.toFixed(2)} /s` : `${(rate * 60).toFixed(1)} /min`;
}

function pair(
  p50: readonly (number | null)[],
  p95: readonly (number | null)[],
  all50: number | null | undefined,
  all95: number | null | undefined,
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

function errorText(
  series: DomainSeries,
  totals: DomainTotals | undefined,
  at: number | null,
): string {
  const [errors, requests] =
    at === null
      ? [totals?.errors, totals?.requests]
      : [series.errors[at] ?? 0, series.requests[at] ?? 0];
  return requests ? percent((errors ?? 0) / requests) : '–';
}
