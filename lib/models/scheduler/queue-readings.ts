import type { Reading } from '../../metrics/reading.ts';
import type { Snapshot } from './snapshot.ts';

/** The queue before the router, as numbers. */
export const queueReadings = ({ queue, in_flight, router }: Snapshot): Reading[] => [
  ...queue.flatMap(({ model, waiting, oldest_ms }): Reading[] => [
    { name: 'synapse_models_waiting', labels: { model }, value: waiting },
    {
      name: 'synapse_models_oldest_wait_seconds',
      labels: { model },
      value: oldest_ms / 1000,
    },
  ]),
  ...in_flight.map(({ model, count }): Reading => ({
    name: 'synapse_models_in_flight',
    labels: { model },
    value: count,
  })),
  { name: 'synapse_models_loaded', value: router.loaded.length },
];
