import type { BackendTrace } from '../api/overview.ts';
import { href } from '../shell/route.ts';
import { timeOfDay } from '../ui/format.ts';

/** The last calls that failed, newest first. */
export const Failures = ({ failures }: { readonly failures: BackendTrace['failures'] }) =>
  failures.length === 0 ? null : (
    <details open={failures.length < 3}>
      <summary>
        {failures.length} failed {failures.length === 1 ? 'call' : 'calls'}
      </summary>
      <ul class="list small">
        {failures.slice(0, 5).map((failure) => (
          <li key={failure.request_id + failure.ts} class="failure">
            <span class="mono soft">{timeOfDay(failure.ts)}</span>
            <span class="break">
              {failure.message ?? failure.code}{' '}
              <a
                class="mono soft"
                href={href('terminal', failure.request_id)}
                title="Find it in the terminal"
              >
                {failure.request_id.slice(0, 8)}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
