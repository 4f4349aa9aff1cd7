/** What a process tells of itself when it is asked, beside the requests it counts. `counter`: it only grows. */
export const READINGS = {
  synapse_requests_in_flight: ['gauge', 'Requests that have begun and are not answered yet.', []],
  synapse_breaker_state: [
    'gauge',
    'Breaker of a backend in this process: 0 closed, 1 half-open, 2 open.',
    ['backend'],
  ],
  synapse_backend_url_available: [
    'gauge',
    'Whether a url of a backend (by its place in the backends file, from 1) gets calls.',
    ['backend', 'url'],
  ],
  synapse_backend_url_in_flight: ['gauge', 'Calls under way to a url.', ['backend', 'url']],
  synapse_models_waiting: ['gauge', 'Requests that wait for a model.', ['model']],
  synapse_models_oldest_wait_seconds: [
    'gauge',
    'How long the oldest of them has waited.',
    ['model'],
  ],
  synapse_models_in_flight: ['gauge', 'Requests that use a model.', ['model']],
  synapse_models_loaded: ['gauge', 'Models that the router has loaded.', []],
  synapse_bus_connected: ['gauge', 'Whether the bus reaches the other processes.', []],
  synapse_bus_waiting: ['gauge', 'Messages that wait for the bus.', []],
  synapse_bus_dropped_total: ['counter', 'Messages that found no room while they waited.', []],
  synapse_bus_lost_total: ['counter', 'Messages of others that never came.', []],
} as const satisfies Readonly<
  Record<string, readonly ['gauge' | 'counter', string, readonly string[]]>
>;

export interface Reading {
  readonly name: keyof typeof READINGS;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}
