import type { MemoryFacts } from './memory-watch.ts';
import { percentile, type Tally } from './tally.ts';

const fixed = (value: number, digits = 0): string => value.toFixed(digits);
/** A run that was too short has no slope. */
const signed = (value: number): string =>
  Number.isNaN(value) ? '–' : `${value < 0 ? '−' : '+'}${fixed(Math.abs(value), 2)}`;

/** Columns as wide as what stands in them; all but the first to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows
    .map((row) =>
      row
        .map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!)))
        .join('   '),
    )
    .join('\n');
}

/** The result of a soak in a few lines. */
export function report(
  seconds: number,
  tallies: readonly Tally[],
  memory: ReadonlyMap<string, MemoryFacts>,
): string {
  const sum = (of: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const byStatus = new Map<number, number>();
  for (const tally of tallies)
    for (const [status, count] of tally.byStatus)
      byStatus.set(status, (byStatus.get(status) ?? 0) + count);
  const statuses = [...byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status} ${count}`);
  const all = tallies.flatMap(({ took }) => took);
  const rows = tallies.map((tally) => {
    const facts = memory.get(tally.fn)!;
    const { start, end, most } = facts.resident;
    return [
      tally.fn,
      String(tally.calls),
      fixed(percentile(tally.took, 0.5), 1),
      fixed(percentile(tally.took, 0.99), 1),
      `${fixed(start)} → ${fixed(end)}, at most ${fixed(most)}`,
      signed(facts.residentSlope),
      fixed(facts.held, 1),
      signed(facts.heldSlope),
      facts.handles.join(' → '),
    ];
  });
  const heads = [
    '',
    'calls',
    'p50 ms',
    'p99 ms',
    'resident MiB',
    'a minute',
    'held MiB',
    'a minute',
    'handles',
  ];
  return [
    '',
    `${fixed(seconds)} s: ${sum(({ calls }) => calls)} answers, ${sum(({ struck }) => struck)} calls hit by a fault, ${sum(({ left }) => left)} left early by their client`,
    `by status: ${statuses.join(', ')}`,
    `wrong answers: ${sum(({ wrong }) => wrong.length)}`,
    `calls no fault hit: p50 ${fixed(percentile(all, 0.5), 1)} ms, p99 ${fixed(percentile(all, 0.99), 1)} ms`,
    '',
    columns([heads, ...rows]),
    '',
  ].join('\n');
}
