import { createServer } from 'node:http';
import type { FinishedRequest } from '../http/finished-request.ts';
import type { Log } from '../logging/log.ts';
import type { Metrics } from './metrics.ts';
import type { Reading } from './reading.ts';

export interface ServedMetrics {
  /** Never throws; what comes before the numbers can be counted is kept. */
  readonly observe: (finished: FinishedRequest) => void;
  readonly close: () => void;
}

/** Until the library is loaded, which takes a moment. */
const MOST_EARLY = 1000;

/**
 * `GET /metrics` on a port of its own, which no ingress leads to: a scrape is no request of the function, wakes no pod
 * and counts for nothing. A port that cannot be had is logged; the function works without its numbers.
 */
export function serveMetrics(
  port: number,
  name: string,
  readings: () => readonly Reading[],
  log: Pick<Log, 'error'>,
): ServedMetrics {
  let metrics: Metrics | null = null;
  const early: FinishedRequest[] = [];
  // Loaded where it is wanted only: it would be a part of every cold start.
  const loading = import('./metrics.ts').then(({ createMetrics }) => {
    const loaded = createMetrics(name, readings);
    for (const finished of early.splice(0)) loaded.observe(finished);
    metrics = loaded;
    return loaded;
  });
  const server = createServer((req, res) => {
    const path = req.url?.split('?', 1)[0];
    if (path !== '/metrics' || (req.method !== 'GET' && req.method !== 'HEAD'))
      return void res.writeHead(404).end();
    loading
      .then(async (loaded) => {
        const text = await loaded.text();
        res.writeHead(200, { 'content-type': loaded.contentType }).end(text);
      })
      .catch((error: unknown) => {
        log.error({ error }, 'the numbers could not be told');
        res.writeHead(500).end();
      });
  });
  server.on('error', (error) => log.error({ error, port }, 'the numbers are not served'));
  server.listen(port).unref();
  loading.catch((error: unknown) => log.error({ error }, 'requests are not counted'));
  return {
    observe: (finished) => {
      if (metrics) metrics.observe(finished);
      else if (early.length < MOST_EARLY) early.push(finished);
    },
    close: () => void server.close(),
  };
}
