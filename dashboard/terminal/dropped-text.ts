const WHY: Readonly<Record<string, string>> = {
  slow: ': this page was too slow for them',
  gap: ': the feed no longer keeps them',
  bus: ': they never came over the bus',
};

interface Dropped {
  readonly count?: number;
  readonly reason?: string;
  /** Whose lines they were, where that is known. */
  readonly instance?: string;
}

/** A `dropped` event in words: how many lines are missing, and why. */
export function droppedText(data: string): string {
  try {
    const { count, reason = '', instance } = JSON.parse(data) as Dropped;
    const why = WHY[reason] ?? '';
    const whose = instance ? ` of ${instance}` : '';
    if (count === 1) return `1 line${whose} is missing here${why}`;
    if (count !== undefined)
      return `${count.toLocaleString('en')} lines${whose} are missing here${why}`;
  } catch {
    /* no count */
  }
  return 'lines are missing here';
}
