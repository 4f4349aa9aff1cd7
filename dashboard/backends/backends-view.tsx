import { backendNames, health } from '../api/health.ts';
import { overview } from '../api/overview.ts';
import { useResource } from '../api/resource.ts';
import { route } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Freshness } from '../ui/freshness.tsx';
import { ViewHead } from '../ui/view-head.tsx';
import { BackendPanel } from './backend-panel.tsx';
import { backendRoutes } from './backend-routes.ts';

/** Every backend with its routes, latency, failures and breaker. `#/backends/<name>` opens at one. */
export function BackendsView() {
  useResource(health);
  useResource(overview);
  useResource(backendRoutes);
  const wanted = route.value.rest[0];
  return (
    <>
      <ViewHead title="Backends">
        <Freshness of={health} />
      </ViewHead>
      <FaultNote
        fault={health.fault.value}
        doing="Health cannot be read"
        onRetry={() => void health.refresh()}
      />
      <FaultNote fault={overview.fault.value} doing="Latencies cannot be read" />
      <div class="backends">
        {backendNames.value.map((name) => (
          <BackendPanel key={name} name={name} wanted={name === wanted} />
        ))}
      </div>
      {health.data.value && backendNames.value.length === 0 && (
        <p class="empty">
          <strong>No backend is configured.</strong> Name them in the file of
          SYNAPSE_GATEWAY_CONFIG_PATH and restart; config/backends.yaml is a model.
        </p>
      )}
    </>
  );
}
