import { ApiError } from '../errors.ts';

const WINDOW_MS = 60_000;
const PER_ADDRESS = 10;
const OVERALL = 100;
/** Addresses remembered in one window; later ones count overall only. */
const MOST_ADDRESSES = 10_000;

export interface Attempts {
  /** After too many failures from an address: the seconds to wait. */
  readonly waitOf: (address: string) => number | null;
  /** After too many failures from all together: the seconds to wait. */
  readonly waitOfAll: () => number | null;
  readonly failed: (address: string) => void;
  readonly succeeded: (address: string) => void;
}

/** Counts wrong guesses: ten a minute are let pass from one address, a hundred from all. */
export function createAttempts(now = () => Date.now()): Attempts {
  let began = 0;
  let overall = 0;
  const failures = new Map<string, number>();
  const renew = (): void => {
    if (now() - began < WINDOW_MS) return;
    began = now();
    overall = 0;
    failures.clear();
  };
  const wait = (isOver: boolean): number | null =>
    isOver ? Math.max(1, Math.ceil((began + WINDOW_MS - now()) / 1000)) : null;
  return {
    waitOf: (address) => {
      renew();
      return wait((failures.get(address) ?? 0) >= PER_ADDRESS);
    },
    waitOfAll: () => {
      renew();
      return wait(overall >= OVERALL);
    },
    failed: (address) => {
      renew();
      overall++;
      const count = failures.get(address) ?? 0;
      if (count > 0 || failures.size < MOST_ADDRESSES) failures.set(address, count + 1);
    },
    succeeded: (address) => void failures.delete(address),
  };
}

export const tooManyAttempts = (seconds: number): ApiError =>
  new ApiError(429, 'too_many_attempts', 'too many failed logins; wait and try again', {
    headers: { 'retry-after': String(seconds) },
  });
