/** Each request adds so much of a further try. */
const SHARE = 0.2;
const MOST = 20;
/** However little there is to do, so many further tries come back, one a second. */
const FLOOR = 4;

/**
 * How many further tries the requests of a backend may cost: a fifth of them, and a few. When everything fails, trying
 * everything again would only multiply the load.
 */
export function createRetryBudget(now: () => number = () => performance.now()) {
  let left = MOST / 2;
  let floorAt = now();
  return {
    /** A request has begun. */
    deposit: (): void => {
      left = Math.min(MOST, left + SHARE);
    },
    /** Whether one more try may be made; it is counted if so. */
    take: (): boolean => {
      const at = now();
      const regrown = Math.floor((at - floorAt) / 1000);
      if (regrown > 0) {
        floorAt = at;
        if (left < FLOOR) left = Math.min(FLOOR, left + regrown);
      }
      if (left < 1) return false;
      left--;
      return true;
    },
  };
}

export type RetryBudget = ReturnType<typeof createRetryBudget>;
