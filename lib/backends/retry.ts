import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { isUnreached } from './connection-fault.ts';

/** Two more tries, after 0.5 s and 1 s give or take, and only when no byte of the request was on its way. */
const policy = retry(handleWhen(isUnreached), {
  maxAttempts: 2,
  backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 1000 }),
});

/** Runs a call with retries; an abort ends the wait between two tries at once. */
export function withRetry<T>(
  call: (attempt: number) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    policy
      .execute(({ attempt }) => {
        signal.throwIfAborted();
        return call(attempt);
      })
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
