import type { BackendHealth } from '../api/health.ts';
import { State, type Tone } from '../ui/state.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  healthy: 'ok',
  asleep: 'sleep',
  unhealthy: 'bad',
  unreachable: 'bad',
};

/** Healthy, asleep, unhealthy or unreachable; a breaker that is not closed is named beside. */
export const BackendState = ({ backend }: { readonly backend: BackendHealth }) => (
  <span class="row">
    <State tone={TONES[backend.status] ?? 'off'}>
      {backend.status}
      {backend.status === 'unhealthy' && backend.code !== undefined && ` (${backend.code})`}
    </State>
    {backend.breaker !== 'closed' && <State tone="warn">breaker {backend.breaker}</State>}
  </span>
);
