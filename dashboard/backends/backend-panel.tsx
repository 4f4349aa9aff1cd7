import { useEffect, useRef } from 'preact/hooks';
import { activityHref } from '../activity/filters.ts';
import { health } from '../api/health.ts';
import { overview } from '../api/overview.ts';
import { duration } from '../ui/format.ts';
import { BackendState } from './backend-state.tsx';
import { Breaker } from './breaker.tsx';
import { LatencyTrace } from './latency-trace.tsx';
import { Failures } from './failures.tsx';
import { Routes } from './routes.tsx';
import { UrlList } from './url-list.tsx';

const NONE: readonly (number | null)[] = [];

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
  return (
    <section class="backend" ref={panel} aria-labelledby={`backend-${name}`} data-wanted={wanted}>
      <header class="row spread">
        <h2 id={`backend-${name}`} class="mono">
          {name}
        </h2>
        <BackendState backend={backend} />
      </header>
      <p class="small soft">{explain(backend)}</p>
      <UrlList urls={backend.urls} />
      <LatencyTrace name={name} values={trace?.latency_ms ?? NONE} />
      <Breaker name={name} state={backend.breaker} order={trace?.override ?? 'auto'} />
      <p class="small">
        <a href={activityHref({ search: name })}>Its latest requests</a>
      </p>
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
