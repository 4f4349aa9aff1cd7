/** A run of tokens the model sees whole, and the text it is from. */
export interface TokenWindow {
  readonly text: number;
  readonly ids: readonly number[];
}

/** Cuts a text into the fewest windows of at most `size` tokens, all about as long. */
export function cutWindows(text: number, ids: readonly number[], size: number): TokenWindow[] {
  const count = Math.ceil(ids.length / size);
  return Array.from({ length: count }, (_, index) => ({
    text,
    ids: ids.slice(
      Math.round((index * ids.length) / count),
      Math.round(((index + 1) * ids.length) / count),
    ),
  }));
}

/**
 * Groups windows for one run of the model each. A run pads every window to its longest, so that neighbours in length
 * share one; `budget` is the padded tokens of a run, which bounds its time and memory.
 */
export function groupWindows(windows: readonly TokenWindow[], budget: number): TokenWindow[][] {
  const groups: TokenWindow[][] = [];
  let group: TokenWindow[] = [];
  for (const window of windows.toSorted((a, b) => a.ids.length - b.ids.length)) {
    if (group.length > 0 && (group.length + 1) * window.ids.length > budget) {
      groups.push(group);
      group = [];
    }
    group.push(window);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
