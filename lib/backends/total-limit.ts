import type { BackendConfig } from '../config/backends.ts';
import { ApiError } from '../errors.ts';

/** A signal that also aborts when a call has taken as long as the backend's `total` allows; null: it has no such limit. */
export function limitTotal(
  { name, timeouts: { totalSeconds } }: BackendConfig,
  given: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly clear: () => void } | null {
  if (totalSeconds === undefined) return null;
  const stop = new AbortController();
  const reached = (): void =>
    stop.abort(
      new ApiError(
        504,
        'backend_timeout',
        `the backend ${name} took longer than ${totalSeconds} s`,
      ),
    );
  const timer = setTimeout(reached, totalSeconds * 1000);
  return {
    signal: given ? AbortSignal.any([given, stop.signal]) : stop.signal,
    clear: () => clearTimeout(timer),
  };
}
