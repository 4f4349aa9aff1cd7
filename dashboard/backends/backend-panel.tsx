import { useEffect, useRef } from 'preact/hooks';
import { health } from '../api/health.ts';
import { overview } from '../api/overview.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { meanByMinute, stepsPerMinute } from '../overview/by-minute.ts';
import { duration } from '../ui/format.ts';
import { BackendState } from './backend-state.tsx';
import { Breaker } from './breaker.tsx';
import { Failures } from './failures.tsx';
import { Routes } from './routes.tsx';

/** One backend. `wanted` scrolls to it. */
export function BackendPanel({
  name,
  wanted,
}: {
  readonly name: string;
  readonly wanted: boolean;
}) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wanted) panel.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const backend = health.data.value!.backends[name]!;
  const trace = overview.data.value?.backends[name];
  const seen = overview.data.value;
  const latency = seen ? meanByMinute(trace?.latency_ms ?? [], stepsPerMinute(seen)) : [];
  const last = trace?.latency_ms.findLast((value) => value !== null);
  return (
    <section class="backend" ref={panel} aria-labelledby={`backend-${name}`} data-wanted={wanted}>
      <header class="row spread">
        <h2 id={`backend-${name}`} class="mono">
          {name}
        </h2>
        <BackendState backend={backend} />
      </header>
      <p class="small soft">{explain(backend)}</p>
      <div class="backend-trace">
        <p class="row spread small">
          <span class="soft">Latency, last hour</span>
          <span class="mono">{duration(last)}</span>
        </p>
        <Sparkline label={`Latency of ${name} in the last hour`} values={latency} />
      </div>
      <Breaker name={name} state={backend.breaker} order={trace?.override ?? 'auto'} />
      <Failures failures={trace?.failures ?? []} />
      <Routes name={name} />
    </section>
  );
}

function explain({
  status,
  code,
  error,
  latency_ms: ms,
}: Parameters<typeof BackendState>[0]['backend']): string {
  switch (status) {
    case 'healthy':
      return `Its health path answers in ${duration(ms)}.`;
    case 'asleep':
      return 'Scaled to zero; the next request wakes it.';
    case 'unhealthy':
      return `Its health path answers ${code ?? 'with an error'}: it runs, but is not well. Its own log says why.`;
    case 'unreachable':
      return `Nothing answers at its address (${error ?? 'no connection'}). Is it running, and is its URL in the backends file right?`;
  }
}
