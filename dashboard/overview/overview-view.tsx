import { health } from '../api/health.ts';
import { overview } from '../api/overview.ts';
import { useResource } from '../api/resource.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Freshness } from '../ui/freshness.tsx';
import { ViewHead } from '../ui/view-head.tsx';
import { BackendStrip } from './backend-strip.tsx';
import { DomainMatrix } from './domain-matrix.tsx';
import { LatestErrors } from './latest-errors.tsx';
import { LatestRequests } from './latest-requests.tsx';
import { LoadedModels } from './loaded-models.tsx';
import { Vitals } from './vitals.tsx';

/** Whether all is well, and what the last hour was like. */
export function OverviewView() {
  useResource(health);
  useResource(overview);
  return (
    <>
      <ViewHead title="Overview">
        <Freshness of={overview} />
      </ViewHead>
      <FaultNote
        fault={health.fault.value}
        doing="Health cannot be read"
        onRetry={() => void health.refresh()}
      />
      <FaultNote
        fault={overview.fault.value}
        doing="The last hour cannot be read"
        onRetry={() => void overview.refresh()}
      />
      <Vitals />
      <BackendStrip />
      <DomainMatrix />
      <LatestRequests />
      <div class="split">
        <LoadedModels />
        <LatestErrors />
      </div>
    </>
  );
}
