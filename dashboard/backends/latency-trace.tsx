import { useMemo, useState } from 'preact/hooks';
import { overview } from '../api/overview.ts';
import { Chart } from '../charts/chart.tsx';
import { meanByMinute, minutesOf, stepsPerMinute } from '../overview/by-minute.ts';
import { duration, timeOfDay } from '../ui/format.ts';

interface LatencyTraceProps {
  readonly name: string;
  /** ms, by the steps of the overview. */
  readonly values: readonly (number | null)[];
}

/** Latency of a backend over the last hour; the cursor reads a minute. */
export function LatencyTrace({ name, values }: LatencyTraceProps) {
  const [at, moveTo] = useState<number | null>(null);
  const seen = overview.data.value;
  const times = useMemo(() => (seen ? minutesOf(seen) : []), [seen]);
  const byMinute = useMemo(
    () => (seen ? meanByMinute(values, stepsPerMinute(seen)) : []),
    [seen, values],
  );
  const lines = useMemo(
    () => [{ label: 'latency', ink: 'accent' as const, values: byMinute }],
    [byMinute],
  );
  const known = byMinute.filter((value) => value !== null);
  if (known.length === 0)
    return <p class="small soft">{seen ? 'No calls in the last hour.' : 'Reading …'}</p>;
  const shown = at === null ? known.at(-1) : byMinute[at];
  return (
    <div>
      <p class="row spread small">
        <span class="soft">
          {at === null ? 'Latency, last hour' : `Latency, ${timeOfDay(times[at]!).slice(0, 5)}`}
        </span>
        <span class="mono">
          {duration(shown)} <span class="soft">max {duration(Math.max(...known))}</span>
        </span>
      </p>
      <Chart
        label={`Latency of ${name} in the last hour`}
        times={times}
        lines={lines}
        height={32}
        onCursor={moveTo}
      />
    </div>
  );
}
