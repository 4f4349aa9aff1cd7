import { LEVELS, levelOf, rankOf, type Level } from '../logging/level.ts';
import type { Entry } from './ring.ts';

export interface Filter {
  /** Lowest level shown. */
  readonly level: Level;
  /** Exact names; none: all. */
  readonly sources: ReadonlySet<string>;
}

/** From the query of a reader: `level` in any case, `sources` separated by commas. */
export function readFilter(
  { level, sources }: { level?: string | undefined; sources?: string | undefined },
  fallback: Level,
): Filter {
  const names = (sources ?? '').split(',').map((name) => name.trim());
  return {
    level: level?.trim() ? levelOf(level) : fallback,
    sources: new Set(names.filter(Boolean)),
  };
}

/** Whether a reader wants an entry; missing lines concern all, as they may have been of any kind. */
export function passes({ level, sources }: Filter, { event }: Entry): boolean {
  if (!event) return true;
  if (LEVELS.indexOf(event.level) < rankOf(level)) return false;
  return sources.size === 0 || sources.has(event.source);
}

/** The same for all readers who want the same. */
export const filterKey = ({ level, sources }: Filter): string =>
  JSON.stringify([level, ...[...sources].sort()]);
