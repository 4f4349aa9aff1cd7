import type { BackendAnswer } from './client.ts';

/** The `Retry-After` of an answer in milliseconds, given as seconds or as a date; 0 when there is none. */
export function retryAfterMs({ headers }: Pick<BackendAnswer, 'headers'>): number {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return 0;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : 0;
}
