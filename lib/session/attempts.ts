import { ApiError } from '../errors.ts';

const WINDOW_MS = 60_000;
const PER_ADDRESS = 10;
const OVERALL = 100;
/** Addresses remembered in one window; later ones count overall only. */
const MOST_ADDRESSES = 10_000;

export interface Attempts {
  /** @throws {ApiError} 429 after too many failures from an address, or from all together. */
  readonly check: (address: string) => void;
  readonly failed: (address: string) => void;
  readonly succeeded: (address: string) => void;
}

/** Slows down guessing: ten failures a minute from one address, a hundred from all, as addresses can be made up. */
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
  return {
    check: (address) => {
      renew();
      if (overall < OVERALL && (failures.get(address) ?? 0) < PER_ADDRESS) return;
      const seconds = Math.max(1, Math.ceil((began + WINDOW_MS - now()) / 1000));
      throw new ApiError(429, 'too_many_attempts', 'too many failed logins; wait and try again', {
        headers: { 'retry-after': String(seconds) },
      });
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
