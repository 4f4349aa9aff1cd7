import { computed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { health, isWell } from '../api/health.ts';
import { models, stateOf } from '../api/models.ts';
import { overview } from '../api/overview.ts';
import { count, percent, uptime } from '../ui/format.ts';
import { now } from '../ui/now.ts';
import { isDomain } from './is-domain.ts';

const hour = computed(() => {
  const totals = Object.entries(overview.data.value?.totals ?? {})
    .filter(([name]) => isDomain(name))
    .map(([, total]) => total);
  return {
    requests: totals.reduce((sum, { requests }) => sum + requests, 0),
    errors: totals.reduce((sum, { errors }) => sum + errors, 0),
    rate: totals.reduce((sum, { rate_per_second: rate }) => sum + rate, 0),
  };
});

/** The six numbers one looks at first. */
export function Vitals() {
  const { value: seen } = overview.data;
  const { requests, errors, rate } = hour.value;
  const known = seen !== undefined;
  return (
    <dl class="vitals">
      <Status />
      <Vital name="Requests, last hour" value={known ? count(requests) : '–'}>
        {known && rate >= 0.1
          ? `${rate.toFixed(2)} per second now`
          : `${Math.round(rate * 60)} in the last minute`}
      </Vital>
      <Vital
        name="Errors, last hour"
        value={known ? count(errors) : '–'}
        {...(errors > 0 && { tone: 'bad' })}
      >
        {known &&
          (requests > 0 ? `${percent(errors / requests)} of requests` : 'nothing asked yet')}
      </Vital>
      <Models />
      <Vital name="Up" value={seen ? uptime(seen.uptime_seconds + sinceRead()) : '–'}>
        {seen && <span class="clip">{seen.instance}</span>}
      </Vital>
    </dl>
  );
}

const sinceRead = (): number => Math.max(0, (now.value - overview.at.value) / 1000);

function Status() {
  const backends = Object.values(health.data.value?.backends ?? {});
  const well = backends.filter(isWell).length;
  const asleep = backends.filter(({ status }) => status === 'asleep').length;
  const down = backends.length - well;
  const word = health.data.value ? (down > 0 ? 'Degraded' : 'Healthy') : '–';
  return (
    <Vital name="Status" value={word} tone={down > 0 ? 'bad' : 'ok'}>
      {well} of {backends.length} backends well{asleep > 0 && `, ${asleep} asleep`}
    </Vital>
  );
}

function Models() {
  const list = models.data.value;
  const loaded = list?.filter((model) => stateOf(model) === 'loaded').length;
  return (
    <Vital name="Models loaded" value={loaded === undefined ? '–' : String(loaded)}>
      {list && `of ${list.length}`}
    </Vital>
  );
}

interface VitalProps {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'ok' | 'bad';
  readonly children?: ComponentChildren;
}

const Vital = ({ name, value, tone, children }: VitalProps) => (
  <div class="vital">
    <dt>{name}</dt>
    <dd class={`vital-value${tone ? ` ${tone}-text` : ''}`}>{value}</dd>
    <dd class="vital-note">{children || '\u00a0'}</dd>
  </div>
);
