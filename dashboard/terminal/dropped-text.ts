const WHY: Readonly<Record<string, string>> = {
  slow: ': this page was too slow for them',
  gap: ': the feed no longer keeps them',
};

/** A `dropped` event in words: how many lines are missing, and why. */
export function droppedText(data: string): string {
  try {
    const { count, reason = '' } = JSON.parse(data) as { count?: number; reason?: string };
    const why = WHY[reason] ?? '';
    if (count === 1) return `1 line is missing here${why}`;
    if (count !== undefined) return `${count.toLocaleString('en')} lines are missing here${why}`;
  } catch {
    /* no count */
  }
  return 'lines are missing here';
}
