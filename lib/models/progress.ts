/** `{value}` of a load, or `{<url>: {done, total}}` of a download, as a share from 0 to 1; null when it is neither. */
export function progressOf(progress: unknown): number | null {
  if (typeof progress !== 'object' || progress === null) return null;
  const { value } = progress as { value?: unknown };
  if (typeof value === 'number') return Math.min(1, Math.max(0, value));
  const files = Object.values(progress).filter(isFile);
  const total = files.reduce((sum, file) => sum + file.total, 0);
  return total > 0 ? files.reduce((sum, file) => sum + file.done, 0) / total : null;
}

function isFile(file: unknown): file is { done: number; total: number } {
  const { done, total } = (file ?? {}) as { done?: unknown; total?: unknown };
  return typeof done === 'number' && typeof total === 'number';
}
