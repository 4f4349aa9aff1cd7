import { filterKey, passes, type Filter } from './filter.ts';
import { chunkOf, type Reader } from './reader.ts';
import type { Entry } from './ring.ts';

/** Lines that come together go out together: no more often than this. */
const EVERY_MS = 50;

/** Readers who want the same, and what is to be handed to those of them who read. */
interface Group {
  readonly filter: Filter;
  readonly readers: Set<Reader>;
  waiting: Entry[];
}

export interface Audience {
  readonly add: (reader: Reader, filter: Filter) => void;
  readonly remove: (reader: Reader) => void;
  readonly hear: (entry: Entry) => void;
  /** Hands out what waits now. */
  readonly flush: () => void;
  readonly size: () => number;
  readonly readers: () => Reader[];
}

/**
 * All readers, by what they want. A line is compared once for each group and written once for all; those who read get the
 * lines of a moment in one piece, the same for all of them; so many that they fill a queue do not wait for the clock.
 */
export function createAudience(queueSize: number): Audience {
  const groups = new Map<string, Group>();
  const groupOf = new Map<Reader, Group>();
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let flushed = 0;

  const hand = (group: Group): void => {
    const entries = group.waiting;
    if (entries.length === 0) return;
    group.waiting = [];
    const chunk = chunkOf(entries);
    for (const reader of group.readers) reader.receive(entries, chunk);
  };
  const flush = (): void => {
    timer = null;
    flushed = performance.now();
    for (const group of groups.values()) hand(group);
  };
  const schedule = (): void => {
    if (timer) return;
    const left = flushed + EVERY_MS - performance.now();
    timer = left > 0 ? setTimeout(flush, left) : setImmediate(flush);
  };
  return {
    add: (reader, filter) => {
      const key = filterKey(filter);
      const group = groups.get(key) ?? { filter, readers: new Set(), waiting: [] };
      groups.set(key, group);
      group.readers.add(reader);
      groupOf.set(reader, group);
    },
    remove: (reader) => {
      const group = groupOf.get(reader);
      if (!group) return;
      groupOf.delete(reader);
      group.readers.delete(reader);
      if (group.readers.size === 0) groups.delete(filterKey(group.filter));
    },
    hear: (entry) => {
      for (const group of groups.values()) {
        if (!passes(group.filter, entry)) continue;
        group.waiting.push(entry);
        for (const reader of group.readers) if (!reader.isFlowing) reader.queue(entry);
        if (group.waiting.length >= queueSize) hand(group);
        else schedule();
      }
    },
    flush,
    size: () => groupOf.size,
    readers: () => [...groupOf.keys()],
  };
}
