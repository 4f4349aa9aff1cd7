import { activityHref } from '../activity/filters.ts';
import { overview } from '../api/overview.ts';
import { timeOfDay } from '../ui/format.ts';

/** The newest requests that failed; the request id finds their lines in the terminal. */
export function LatestErrors() {
  const errors = overview.data.value?.latest_errors;
  return (
    <section class="section" aria-labelledby="errors-title">
      <div class="section-head">
        <h2 id="errors-title">Latest errors</h2>
        <a class="small" href={activityHref({ status: 'failed' })}>
          All that failed
        </a>
      </div>
      <ul class="list">
        {errors?.slice(0, 8).map((error) => (
          <li key={error.request_id + error.ts} class="error-line">
            <span class="mono small soft">{timeOfDay(error.ts)}</span>
            <span class="mono small bad-text">{error.status}</span>
            <span class="small break">
              <span class="mono">{error.route}</span>
              {error.backend && <span class="soft"> via {error.backend}</span>}
              <br />
              {error.message ?? error.code ?? 'failed'}{' '}
              <a
                class="mono soft"
                href={`#/terminal/${encodeURIComponent(error.request_id)}`}
                title="Find it in the terminal"
              >
                {error.request_id.slice(0, 8)}
              </a>
            </span>
          </li>
        ))}
      </ul>
      {errors?.length === 0 && (
        <p class="empty">
          <strong>No request has failed.</strong> What fails is listed here, with its reason and its
          request id.
        </p>
      )}
    </section>
  );
}
