import { activityHref } from '../activity/filters.ts';
import { RequestTable } from '../activity/request-table.tsx';
import { latestRequests } from '../api/requests.ts';
import { useResource } from '../api/resource.ts';
import { FaultNote } from '../ui/fault-note.tsx';

/** The newest few; all of them are a view of their own. */
export function LatestRequests() {
  useResource(latestRequests);
  const seen = latestRequests.data.value;
  return (
    <section class="section" aria-labelledby="requests-title">
      <div class="section-head">
        <h2 id="requests-title">Latest requests</h2>
        <a class="small" href={activityHref()}>
          All requests
        </a>
      </div>
      <FaultNote fault={latestRequests.fault.value} doing="The latest requests cannot be read" />
      {seen && seen.requests.length > 0 && (
        <RequestTable rows={seen.requests} caption="The newest few requests" />
      )}
      {seen?.requests.length === 0 && (
        <p class="empty">
          <strong>No request yet.</strong> Each stands here as soon as it is over.
        </p>
      )}
    </section>
  );
}
