/** Buckets grow by a tenth each: a percentile is right to five percent. */
const GROWTH = Math.log(1.1);
const FIRST_MS = 0.1;
/** A little more than an hour. */
const LAST = 185;

const bucketOf = (ms: number): number =>
  ms <= FIRST_MS ? 0 : Math.min(LAST, Math.ceil(Math.log(ms / FIRST_MS) / GROWTH));

/** The middle of a bucket, in milliseconds with three digits. */
const middleOf = (bucket: number): number =>
  Number((FIRST_MS * Math.exp((bucket - 0.5) * GROWTH)).toPrecision(3));

export interface Histogram {
  readonly add: (ms: number) => void;
  readonly merge: (other: Histogram) => void;
  /** @returns null when it is empty. */
  readonly percentile: (share: number) => number | null;
  readonly counts: () => ReadonlyMap<number, number>;
}

/** Durations by size, in memory that does not grow with their number. */
export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let total = 0;
  const put = (bucket: number, count: number): void => {
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    total += count;
  };
  return {
    add: (ms) => {
      if (ms >= 0) put(bucketOf(ms), 1);
    },
    merge: (other) => {
      for (const [bucket, count] of other.counts()) put(bucket, count);
    },
    percentile: (share) => {
      let left = Math.max(1, Math.ceil(total * share));
      for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
        left -= count;
        if (left <= 0) return middleOf(bucket);
      }
      return null;
    },
    counts: () => counts,
  };
}
