import { onTestFinished } from 'vitest';
import { createBackends, type Backend, type Backends } from '../../lib/backends/client.ts';
import type { BackendConfig, BackendTimeouts } from '../../lib/config/backends.ts';

interface Wanted extends Omit<Partial<BackendConfig>, 'timeouts'> {
  readonly timeouts?: Partial<BackendTimeouts>;
}

/** A backend `b` on these urls, through the real client; closed when the test ends. */
export function backendOf(
  urls: string | readonly string[],
  { timeouts, ...more }: Wanted = {},
): {
  backend: Backend;
  backends: Backends;
  changes: string[];
  lines: string[];
  /** Number of a url, and until when it is left out. */
  outs: [url: number, until: number | null][];
} {
  const changes: string[] = [];
  const outs: [number, number | null][] = [];
  const lines: string[] = [];
  const config: BackendConfig = {
    name: 'b',
    urls: [urls].flat(),
    type: 't',
    health: '/health',
    timeouts: { connectSeconds: 1, headersSeconds: 5, idleSeconds: 5, ...timeouts },
    connections: 64,
    headers: {},
    options: {},
    ...more,
  };
  const keep = (_fields: object, line: string): void => void lines.push(line);
  const backends = createBackends(
    { backends: new Map([['b', config]]), routes: new Map() },
    {
      log: { warn: keep, info: keep },
      onBreakerChange: (_name, state) => changes.push(state),
      onUrlChange: (_name, url, until) => outs.push([url, until]),
    },
  );
  onTestFinished(() => backends.close());
  return { backend: backends.get('b'), backends, changes, lines, outs };
}
