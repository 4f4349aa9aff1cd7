import { computed } from '@preact/signals';
import { requestJson } from './request.ts';
import { resource } from './resource.ts';

export interface BackendHealth {
  readonly status: 'healthy' | 'unhealthy' | 'unreachable' | 'asleep';
  readonly code?: number;
  readonly error?: string;
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly latency_ms?: number;
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
