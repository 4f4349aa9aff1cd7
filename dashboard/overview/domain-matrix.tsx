import { overview, type Overview } from '../api/overview.ts';
import { href } from '../shell/route.ts';
import { timeOfDay } from '../ui/format.ts';
import { isDomain } from './is-domain.ts';
import { minutesOf } from './by-minute.ts';
import { cursor } from './cursor.ts';
import { DomainRow } from './domain-row.tsx';
import { DOMAINS } from './domains.ts';

const COLUMNS = ['Requests', 'Latency', 'Errors', 'First token or audio'];

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
            {COLUMNS.map((name) => (
              <span key={name} role="columnheader">
                {name}
              </span>
            ))}
          </div>
          {domainsOf(seen).map((name) => (
            <DomainRow key={name} name={name} seen={seen} />
          ))}
          {isBusy(seen) && <Axis seen={seen} />}
        </div>
      )}
      {seen && !isBusy(seen) && (
        <p class="empty">
          <strong>Nothing was asked in the last hour.</strong> Requests of all functions and
          replicas are charted here. <a href={href('playground')}>Try something</a> and watch.
        </p>
      )}
    </section>
  );
}

/** Where the hour begins and ends, under each column. */
function Axis({ seen }: { readonly seen: Overview }) {
  const minutes = minutesOf(seen);
  const [from, to] = [minutes[0], minutes.at(-1)];
  if (from === undefined || to === undefined) return null;
  return (
    <div class="matrix-row matrix-axis mono" aria-hidden="true">
      <span />
      {COLUMNS.map((name) => (
        <span key={name} class="row spread">
          <span>{hoursAndMinutes(from)}</span>
          <span>{hoursAndMinutes(to)}</span>
        </span>
      ))}
    </div>
  );
}

const hoursAndMinutes = (at: number): string => timeOfDay(at).slice(0, 5);

const isBusy = (seen: Overview): boolean =>
  domainsOf(seen).some((name) => seen.totals[name]?.requests);

/** The domains everyone has, then whatever else was counted; not the pages themselves. */
const domainsOf = ({ domains }: Overview): string[] => [
  ...DOMAINS,
  ...Object.keys(domains).filter((name) => !DOMAINS.includes(name) && isDomain(name)),
];

function Legend({ seen }: { readonly seen: Overview | undefined }) {
  const at = cursor.value;
  const time = at === null ? undefined : seen && minutesOf(seen)[at];
  return (
    <span class="legend small soft">
      <span class="legend-line">p50</span>
      <span class="legend-line dashed">p95</span>
      <span class="mono legend-time">
        {time === undefined ? 'whole hour' : hoursAndMinutes(time)}
      </span>
    </span>
  );
}
