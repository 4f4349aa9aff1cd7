import type { UrlHealth } from '../api/health.ts';
import { duration, timeOfDay } from '../ui/format.ts';
import { State, type Tone } from '../ui/state.tsx';

/** The urls of a backend that has several; nothing for one that has one. */
export const UrlList = ({ urls }: { readonly urls: readonly UrlHealth[] | undefined }) =>
  urls && urls.length > 1 ? (
    <ul class="list small" aria-label="Its urls">
      {urls.map((one) => (
        <li key={one.url} class="row spread">
          <span class="soft">url {one.url}</span>
          <span class="row">
            {one.state === 'out' && (
              <State tone="warn">
                left out{one.retry_at && ` until ${timeOfDay(one.retry_at)}`}
              </State>
            )}
            <State tone={toneOf(one)}>{one.status ?? 'not asked'}</State>
            <span class="mono soft">{one.status === 'healthy' && duration(one.latency_ms)}</span>
          </span>
        </li>
      ))}
    </ul>
  ) : null;

const toneOf = ({ status }: UrlHealth): Tone =>
  status === undefined ? 'off' : status === 'healthy' ? 'ok' : 'bad';
