import type { Reading } from '../metrics/reading.ts';
import type { BreakerState } from './breaker.ts';
import type { Target } from './pools.ts';

const STATES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** A backend as this process sees it; urls by their place, as they may carry secrets. */
export function targetReadings(
  backend: string,
  state: BreakerState,
  targets: readonly Target[],
): Reading[] {
  const now = performance.now();
  return [
    { name: 'synapse_breaker_state', labels: { backend }, value: STATES[state] },
    ...targets.flatMap(({ health }, index): Reading[] => {
      const labels = { backend, url: String(index + 1) };
      return [
        {
          name: 'synapse_backend_url_available',
          labels,
          value: Number(health.outUntil <= now),
        },
        { name: 'synapse_backend_url_in_flight', labels, value: health.inFlight },
      ];
    }),
  ];
}
