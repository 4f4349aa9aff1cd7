import prom from 'prom-client';
import type { FinishedRequest } from '../http/finished-request.ts';
import { READINGS, type Reading } from './reading.ts';

export interface Metrics {
  /** Counts a request that is over. */
  readonly observe: (finished: FinishedRequest) => void;
  /** Everything that is known now, in the text format of Prometheus. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** From a cached list to the longest transcript, in seconds. */
const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200];

/**
 * The numbers of one function. Labels are the route table's paths, statuses and error codes, names of the backends file and
 * models of the router: nothing that a client could invent.
 */
export function createMetrics(name: string, readings: () => readonly Reading[]): Metrics {
  const registry = new prom.Registry();
  registry.setDefaultLabels({ function: name });
  prom.collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new prom.Counter({
    name: 'synapse_requests_total',
    help: 'Answered requests.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const errors = new prom.Counter({
    name: 'synapse_errors_total',
    help: 'Requests that ended with an error, by its code.',
    labelNames: ['route', 'code'],
    registers,
  });
  const timed = (metric: string, help: string) =>
    new prom.Histogram({ name: metric, help, labelNames: ['route'], buckets: BUCKETS, registers });
  const duration = timed('synapse_request_duration_seconds', 'Until the end of the answer.');
  const firstByte = timed(
    'synapse_request_first_byte_seconds',
    'Until the first byte of the answer that says something.',
  );
  const tokens = new prom.Counter({
    name: 'synapse_completion_tokens_total',
    help: 'Tokens of chats, as far as the backend told.',
    registers,
  });
  const gauges = new Map(
    Object.entries(READINGS).map(([metric, [kind, help, labelNames]]) => {
      const options = { name: metric, help, labelNames: [...labelNames], registers };
      return [metric, kind === 'gauge' ? new prom.Gauge(options) : new prom.Counter(options)];
    }),
  );
  const read = (): void => {
    for (const gauge of gauges.values()) gauge.reset();
    for (const { name: metric, labels = {}, value } of readings())
      gauges.get(metric)!.inc(labels, value);
  };
  return {
    observe: (finished) => {
      const route = finished.route.replaceAll('+}', '}');
      requests.inc({ method: finished.method, route, status: finished.status });
      if (finished.code !== undefined) errors.inc({ route, code: finished.code });
      duration.observe({ route }, finished.ms / 1000);
      firstByte.observe({ route }, finished.first_byte_ms / 1000);
      if (finished.tokens !== undefined) tokens.inc(finished.tokens);
    },
    text: () => {
      read();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
