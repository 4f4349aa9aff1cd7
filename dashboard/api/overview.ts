import type { Failure } from '../../lib/overview/failure.ts';
import type { DomainSeries } from '../../lib/overview/overview.ts';
import { resource } from './resource.ts';
import { withSession } from './session.ts';

export type { DomainSeries };

export interface DomainTotals {
  readonly requests: number;
  readonly errors: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly first_p50_ms: number | null;
  readonly first_p95_ms: number | null;
  readonly rate_per_second: number;
}

export type BreakerOrder = 'open' | 'closed' | 'auto';

export interface BackendTrace {
  readonly latency_ms: readonly (number | null)[];
  /** How its breaker is held by hand; `auto`: not at all. */
  readonly override?: BreakerOrder;
  readonly failures: readonly Failure[];
}

export interface Overview {
  readonly instance: string;
  readonly started_at: string | number;
  readonly uptime_seconds: number;
  readonly step_seconds: number;
  readonly times: readonly number[];
  readonly domains: Readonly<Record<string, DomainSeries>>;
  readonly totals: Readonly<Record<string, DomainTotals>>;
  readonly latest_errors: readonly Failure[];
  readonly backends: Readonly<Record<string, BackendTrace>>;
  readonly feed: Readonly<Record<string, unknown>>;
}

/** The last hour, as the dashboard function has counted it. */
export const overview = resource(
  (signal) => withSession<Overview>('/dashboard/api/overview?minutes=60', { signal }),
  15_000,
);
