import { ApiError } from '../errors.ts';

/**
 * After how many milliseconds a request is ended here, so that the platform, whose limit this is, never cuts it: five
 * seconds earlier, a tenth of a short limit. Null: there is no limit.
 */
export function requestLimitMs(seconds: number | undefined): number | null {
  return seconds ? (seconds - Math.min(5, seconds / 10)) * 1000 : null;
}

/** To repeat the request would only take as long again. */
export const requestLimitReached = (seconds: number): ApiError =>
  new ApiError(504, 'request_limit', `a request may take ${seconds} s here, and this one did`, {
    headers: { 'x-should-retry': 'false' },
  });
