import { computed } from '@preact/signals';
import { requestJson } from './request.ts';
import { resource } from './resource.ts';

/** One of several urls of a backend. */
export interface UrlHealth {
  /** Its place in the backends file, from 1. */
  readonly url: number;
  /** Left out: it failed again and again, or asked for it. */
  readonly state: 'in' | 'out';
  readonly retry_at?: string;
  readonly status?: 'healthy' | 'unhealthy' | 'unreachable';
  readonly code?: number;
  readonly error?: string;
  readonly latency_ms?: number;
}

export interface BackendHealth {
  readonly status: 'healthy' | 'unhealthy' | 'unreachable' | 'asleep';
  readonly code?: number;
  readonly error?: string;
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly latency_ms?: number;
  readonly urls?: readonly UrlHealth[];
}

export interface Health {
  readonly status: 'healthy' | 'degraded';
  readonly backends: Readonly<Record<string, BackendHealth>>;
}

/** Health of all backends; the gateway asks each of them. */
export const health = resource((signal) => requestJson<Health>('/health', { signal }), 30_000);

export const backendNames = computed(() => Object.keys(health.data.value?.backends ?? {}));

/** A backend that scaled to zero is not ill. */
export const isWell = ({ status }: BackendHealth): boolean =>
  status === 'healthy' || status === 'asleep';
