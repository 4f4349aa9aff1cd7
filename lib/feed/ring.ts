import type { Gap } from '../bus/follow.ts';
import type { LogEvent } from '../logging/log-event.ts';
import { logFrame, lostFrame } from './sse-frame.ts';

/** A line with its place, or a place at which lines are missing. */
export interface Entry {
  /** Grows by one with each line; larger than any of a process started before. Missing lines have their numbers, too. */
  readonly seq: number;
  /** What every replica calls this line; empty where lines are missing. */
  readonly uid: string;
  /** Null where lines are missing: nobody knows which. */
  readonly event: LogEvent | null;
  /** How many are missing here. */
  readonly missing: number;
  /** As readers are sent it, written once for all of them. */
  readonly frame: string;
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
  readonly addGap: (gap: Gap) => Entry;
  readonly entries: () => readonly Entry[];
  readonly since: (place: Place) => Since;
  /** Number of the newest entry. */
  readonly last: () => number;
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
  const put = (entry: Entry): Entry => {
    entries.push(entry);
    if (entries.length > capacity) known.delete(entries.shift()!.uid);
    return entry;
  };
  return {
    add: (event, uid) => {
      if (known.has(uid)) return null;
      known.add(uid);
      const seq = ++last;
      return put({ seq, uid, event, missing: 0, frame: logFrame(placeId({ seq, uid }), event) });
    },
    addGap: (gap) => {
      last += gap.count;
      return put({ seq: last, uid: '', event: null, missing: gap.count, frame: lostFrame(gap) });
    },
    entries: () => entries,
    since: ({ seq, uid }) => {
      const at = entries.findIndex((entry) => entry.uid === uid);
      if (at >= 0) return { entries: entries.slice(at + 1), missed: 0 };
      if (seq <= first || seq > last) return { entries: [], missed: null };
      const oldest = entries[0]?.seq ?? last + 1;
      return { entries: [...entries], missed: Math.max(0, oldest - seq - 1) };
    },
    last: () => last,
    size: () => entries.length,
  };
}

const placeId = ({ seq, uid }: Place): string => `${seq}-${uid}`;

/** @returns null for what is no `Last-Event-ID` of ours. */
export function parsePlace(text: string | undefined): Place | null {
  const found = /^(\d{1,16})-([\w-]{1,64})$/.exec(text ?? '');
  return found && { seq: Number(found[1]), uid: found[2]! };
}
