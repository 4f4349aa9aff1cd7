import { duration, fileSize } from '../ui/format.ts';
import type { Call } from './use-call.ts';
import type { Timing } from './timing.ts';

interface TimelineProps {
  readonly call: Call;
  /** What the first result is, such as “first audio”. */
  readonly result?: string;
}

/** Where the time of a call went: a bar in parts, and the same in numbers. */
export function Timeline({ call, result }: TimelineProps) {
  const { timing, busy, stopped } = call;
  if (!timing || timing.headersMs === undefined) return null;
  const parts = partsOf(timing);
  const total = timing.totalMs ?? parts.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <div class="timeline">
      <div class="timeline-bar" aria-hidden="true">
        {parts.map(({ name, ms }) => (
          <i
            key={name}
            class={`timeline-${name.replace(' ', '-')}`}
            style={{ '--share': `${(ms / (total || 1)) * 100}%` }}
          />
        ))}
      </div>
      <dl class="timeline-facts">
        {parts.map(({ name, ms }) => (
          <Fact key={name} name={name} value={duration(ms)} mark={name.replace(' ', '-')} />
        ))}
        {result && timing.firstResultMs !== undefined && (
          <Fact name={result} value={duration(timing.firstResultMs)} strong />
        )}
        {!busy && (
          <Fact name={stopped ? 'stopped after' : 'total'} value={duration(timing.totalMs)} />
        )}
        <Fact name="received" value={fileSize(timing.bytes)} />
        {Object.entries(timing.facts)
          .filter(([name]) => !name.endsWith('-ms'))
          .map(([name, value]) => (
            <Fact key={name} name={name.replaceAll('-', ' ')} value={value} />
          ))}
        {timing.requestId && (
          <Fact
            name="request"
            value={timing.requestId.slice(0, 8)}
            href={`#/terminal/${timing.requestId}`}
          />
        )}
      </dl>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly mark?: string;
  readonly strong?: boolean;
  readonly href?: string;
}

const Fact = ({ name, value, mark, strong, href }: FactProps) => (
  <div>
    <dt>
      {mark && <i class={`timeline-swatch timeline-${mark}`} aria-hidden="true" />}
      {name}
    </dt>
    <dd class="mono">
      {href ? <a href={href}>{value}</a> : strong ? <strong>{value}</strong> : value}
    </dd>
  </div>
);

/** The parts of a call, in order; they add up to its length. */
function partsOf(timing: Timing): { readonly name: string; readonly ms: number }[] {
  const { queueMs = 0, loadMs = 0, headersMs = 0, firstByteMs, totalMs } = timing;
  const first = firstByteMs ?? headersMs;
  return [
    { name: 'queued', ms: queueMs },
    { name: 'model load', ms: loadMs },
    { name: 'first byte', ms: Math.max(0, first - queueMs - loadMs) },
    { name: 'answer', ms: Math.max(0, (totalMs ?? first) - first) },
  ].filter(({ ms, name }) => ms > 0 || name === 'first byte');
}
