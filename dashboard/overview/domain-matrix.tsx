import { overview, type Overview } from '../api/overview.ts';
import { timeOfDay } from '../ui/format.ts';
import { minutesOf } from './by-minute.ts';
import { cursor } from './cursor.ts';
import { DomainRow } from './domain-row.tsx';

const ORDER = ['llm', 'tts', 'stt', 'speakers', 'audio', 'voices'];

/** Domains as rows, measures as columns: one look compares both ways. */
export function DomainMatrix() {
  const { value: seen } = overview.data;
  return (
    <section class="section" aria-labelledby="traffic-title">
      <div class="section-head">
        <h2 id="traffic-title">Last hour</h2>
        <Legend seen={seen} />
      </div>
      {seen && (
        <div class="matrix" role="table" aria-label="The last hour by domain">
          <div class="matrix-row matrix-head" role="row">
            <span role="columnheader">Domain</span>
            <span role="columnheader">Requests</span>
            <span role="columnheader">Latency</span>
            <span role="columnheader">Errors</span>
            <span role="columnheader">First token or audio</span>
          </div>
          {domainsOf(seen).map((name) => (
            <DomainRow key={name} name={name} seen={seen} />
          ))}
        </div>
      )}
    </section>
  );
}

/** The domains everyone has, then whatever else was counted; not the pages themselves. */
const domainsOf = ({ domains }: Overview): string[] => [
  ...ORDER,
  ...Object.keys(domains).filter(
    (name) => !ORDER.includes(name) && name !== 'dashboard' && name !== 'health',
  ),
];

function Legend({ seen }: { readonly seen: Overview | undefined }) {
  const at = cursor.value;
  const time = at === null ? undefined : seen && minutesOf(seen)[at];
  return (
    <span class="legend small soft">
      <span class="legend-line">p50</span>
      <span class="legend-line dashed">p95</span>
      <span class="mono legend-time">
        {time === undefined ? 'whole hour' : timeOfDay(time).slice(0, 5)}
      </span>
    </span>
  );
}
