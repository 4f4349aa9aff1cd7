import { request, type Agent } from 'undici';
import type { BackendConfig } from '../config/backends.ts';

/** What a health path said. */
export interface UrlProbed {
  readonly status: 'healthy' | 'unhealthy' | 'unreachable';
  readonly code?: number;
  readonly error?: string;
  readonly latency_ms?: number;
}

/** Asks the health path at one url of a backend. Never fails. */
export async function probeUrl(
  base: string,
  config: BackendConfig,
  agent: Agent,
  signal: AbortSignal,
): Promise<UrlProbed> {
  const started = performance.now();
  try {
    const code = await statusOf(new URL(base + config.health), config, agent, signal);
    const latency_ms = Math.round((performance.now() - started) * 10) / 10;
    return code === 200
      ? { status: 'healthy', code, latency_ms }
      : { status: 'unhealthy', code, latency_ms };
  } catch (error) {
    return { status: 'unreachable', error: reasonOf(error, signal) };
  }
}

const MAX_HOPS = 5;

async function statusOf(
  url: URL,
  config: BackendConfig,
  agent: Agent,
  signal: AbortSignal,
): Promise<number> {
  let at = url;
  for (let hop = 0; ; hop++) {
    const { statusCode, headers, body } = await request(at, {
      dispatcher: agent,
      signal,
      headers: { ...config.headers },
    });
    await body.dump().catch(() => {});
    const { location } = headers;
    const redirected =
      statusCode >= 300 && statusCode < 400 && typeof location === 'string' && hop < MAX_HOPS;
    if (!redirected) return statusCode;
    const next = new URL(location, at);
    if (next.origin !== url.origin) return statusCode;
    at = next;
  }
}

/** Says what happened without an address. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection broke';
}
