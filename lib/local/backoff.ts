import { ApiError } from '../errors.ts';

/** A function that ends within this time of its start has failed. */
const SOON_MS = 5000;
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Keeps a function that fails at its start, again and again, from being started by every request. */
export function createBackoff(now = () => performance.now()) {
  let failures = 0;
  let notBefore = 0;
  let begun = 0;
  const failed = (): void => {
    notBefore = now() + Math.min(FIRST_MS * 2 ** failures++, LONGEST_MS);
  };
  return {
    failed,
    began: () => {
      begun = now();
    },
    /** It has ended by itself. */
    ended: () => {
      if (now() - begun < SOON_MS) failed();
      else failures = 0;
    },
    /** @throws {ApiError} 503 until the next start may be tried. The first failure is tried again at once. */
    check: () => {
      const left = notBefore - now();
      if (failures < 2 || left <= 0) return;
      throw new ApiError(503, 'function_failing', 'the function keeps failing; its log says why', {
        headers: { 'retry-after': String(Math.ceil(left / 1000)) },
      });
    },
  };
}
