import { health } from '../api/health.ts';
import { BackendState } from '../backends/backend-state.tsx';
import { duration } from '../ui/format.ts';
import { href } from '../shell/route.ts';

/** Every backend in one line each, with a breaker that is not closed. */
export function BackendStrip() {
  const backends = Object.entries(health.data.value?.backends ?? {});
  return (
    <section class="section" aria-labelledby="backends-title">
      <div class="section-head">
        <h2 id="backends-title">Backends</h2>
        <a class="small" href={href('backends')}>
          Routes, latency, breakers
        </a>
      </div>
      {health.data.value && backends.length === 0 && (
        <p class="empty">
          <strong>No backend is configured.</strong> Name them in the file of
          SYNAPSE_GATEWAY_CONFIG_PATH and restart.
        </p>
      )}
      <ul class="strip">
        {backends.map(([name, backend]) => (
          <li key={name}>
            <a class="mono clip" href={href('backends', name)}>
              {name}
            </a>
            <BackendState backend={backend} />
            <span class="mono small soft">
              {backend.status === 'healthy' ? duration(backend.latency_ms) : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
