import type { LogEvent } from '../logging/log-event.ts';

/** A line with its place. */
export interface Entry {
  /** Grows by one with each line of this process; larger than any of a process started before. */
  readonly seq: number;
  /** What every replica calls this line. */
  readonly uid: string;
  readonly event: LogEvent;
}

/** Where a reader left off. */
export interface Place {
  readonly seq: number;
  readonly uid: string;
}

export interface Since {
  readonly entries: readonly Entry[];
  /** Lines in between that are no longer known; null: nothing is known of the place. */
  readonly missed: number | null;
}

export interface Ring {
  /** @returns null when the line is already there. */
  readonly add: (event: LogEvent, uid: string) => Entry | null;
  readonly entries: () => readonly Entry[];
  readonly since: (place: Place) => Since;
  readonly size: () => number;
}

/**
 * The newest lines. Sequence numbers begin at the time of the start, so that those of two processes never meet; a place
 * of another process is found by the name of its line.
 */
export function createRing(capacity: number, startedAt = Date.now()): Ring {
  const first = startedAt * 1000;
  let last = first;
  const entries: Entry[] = [];
  const known = new Set<string>();
  return {
    add: (event, uid) => {
      if (known.has(uid)) return null;
      const entry = { seq: ++last, uid, event };
      entries.push(entry);
      known.add(uid);
      if (entries.length > capacity) known.delete(entries.shift()!.uid);
      return entry;
    },
    entries: () => entries,
    since: ({ seq, uid }) => {
      const at = entries.findIndex((entry) => entry.uid === uid);
      if (at >= 0) return { entries: entries.slice(at + 1), missed: 0 };
      if (seq <= first || seq > last) return { entries: [], missed: null };
      const oldest = entries[0]?.seq ?? last + 1;
      return { entries: [...entries], missed: Math.max(0, oldest - seq - 1) };
    },
    size: () => entries.length,
  };
}

export const placeId = ({ seq, uid }: Place): string => `${seq}-${uid}`;

/** @returns null for what is no `Last-Event-ID` of ours. */
export function parsePlace(text: string | undefined): Place | null {
  const found = /^(\d{1,16})-([\w-]{1,64})$/.exec(text ?? '');
  return found && { seq: Number(found[1]), uid: found[2]! };
}
