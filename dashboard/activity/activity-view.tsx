import { useEffect } from 'preact/hooks';
import { requests, wantRequests } from '../api/requests.ts';
import { useResource } from '../api/resource.ts';
import { count } from '../ui/format.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Freshness } from '../ui/freshness.tsx';
import { useKept } from '../ui/use-kept.ts';
import { ViewHead } from '../ui/view-head.tsx';
import { FilterBar } from './filter-bar.tsx';
import { filters, queryOf } from './filters.ts';
import { NoRequests } from './no-requests.tsx';
import { RequestTable } from './request-table.tsx';

const STEP = 100;
/** As many as the server keeps. */
const MOST = 500;

/** The newest requests of all functions and replicas, one by one. */
export function ActivityView() {
  const [limit, setLimit] = useKept('activity', STEP);
  const query = queryOf(filters.value, limit);
  useEffect(() => wantRequests(query), [query]);
  useResource(requests);
  const seen = requests.data.value;
  const isNew = seen?.query === query;
  return (
    <>
      <ViewHead title="Activity">
        <FilterBar />
        <Freshness of={requests} />
      </ViewHead>
      <FaultNote
        fault={requests.fault.value}
        doing="The requests cannot be read"
        onRetry={() => void requests.refresh()}
      />
      {seen && (
        <div class="activity" aria-busy={!isNew}>
          {seen.requests.length > 0 && (
            <RequestTable rows={seen.requests} caption="The newest requests" />
          )}
          {seen.requests.length === 0 && <NoRequests kept={seen.kept} />}
          {seen.requests.length > 0 && (
            <p class="row spread small soft activity-foot">
              <span>
                {seen.next === null ? 'All' : `The newest ${count(seen.requests.length)} of`}{' '}
                {count(seen.matching)} that {seen.matching < seen.kept ? 'fit' : 'are kept'}; {MOST}{' '}
                at most, for as long as the dashboard runs.
              </span>
              {seen.next !== null && limit < MOST && (
                <button type="button" class="button" onClick={() => setLimit(limit + STEP)}>
                  Show more
                </button>
              )}
            </p>
          )}
        </div>
      )}
    </>
  );
}
