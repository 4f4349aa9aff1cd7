import type { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import { ApiError } from '../errors.ts';
import type { Level } from '../logging/level.ts';
import type { Gap } from '../bus/follow.ts';
import { createAudience } from './audience.ts';
import { passes, readFilter } from './filter.ts';
import { readLogEvent } from './read-event.ts';
import { Reader } from './reader.ts';
import { createRing, parsePlace, type Entry } from './ring.ts';
import { droppedFrame, metaFrame } from './sse-frame.ts';

export interface FeedOptions {
  readonly instance: string;
  readonly mode: 'live' | 'mock';
  readonly busMode: string;
  readonly bufferSize: number;
  readonly queueSize: number;
  readonly maxSubscribers: number;
  readonly backlogLines: number;
  readonly keepAliveMs: number;
  readonly maxLineChars: number;
  readonly defaultLevel: Level;
  readonly redact: (text: string) => string;
}

/** What a reader asks for, as the query has it. */
export interface Wish {
  readonly level?: string | undefined;
  readonly sources?: string | undefined;
  readonly backlog?: string | undefined;
  readonly lastEventId?: string | undefined;
}

export interface FeedCounters {
  /** Lines kept. */
  readonly buffer: number;
  /** Lines that slow readers were not sent. */
  readonly dropped: number;
  readonly subscribers: number;
}

export interface Feed {
  /** A line of any process. One that is already known is ignored. */
  readonly add: (message: Readonly<Record<string, unknown>>) => void;
  /** Lines of a process that never came: readers are shown where and how many. */
  readonly miss: (gap: Gap) => void;
  /** The stream of a reader, the newest lines first of all. @throws {ApiError} 503 when there are too many. */
  readonly subscribe: (wish: Wish) => Readable & { end: () => void };
  readonly counters: () => FeedCounters;
  /** Ends all streams. */
  readonly close: () => void;
}

const MOST_BACKLOG = 500;

/** The terminal feed: what was last said, and everybody who listens. */
export function createFeed(options: FeedOptions): Feed {
  const ring = createRing(options.bufferSize);
  const audience = createAudience(options.queueSize);
  let dropped = 0;

  const subscribe = (wish: Wish): Reader => {
    if (audience.size() >= options.maxSubscribers) throw full();
    const filter = readFilter(wish, options.defaultLevel);
    const place = parsePlace(wish.lastEventId);
    const since = place && ring.since(place);
    const resumed = since && since.missed !== null ? since : null;
    const chosen = resumed
      ? resumed.entries.filter((entry) => passes(filter, entry))
      : newest(ring.entries(), wish.backlog, options.backlogLines, (entry) =>
          passes(filter, entry),
        );
    const missed = resumed?.missed ?? 0;
    const beginning = [
      metaFrame({
        instance: options.instance,
        mode: options.mode,
        bus_mode: options.busMode,
        resumed: !resumed ? 'no' : missed > 0 ? 'gap' : 'exact',
      }),
      missed > 0 ? droppedFrame(missed, 'gap') : '',
      ...chosen.map(({ frame }) => frame),
    ].join('');
    // What was said until now and listening from now on are one step: nothing falls between, nothing comes twice.
    const reader = new Reader(beginning, {
      after: ring.last(),
      queueSize: options.queueSize,
      keepAliveMs: options.keepAliveMs,
      onDropped: (count) => (dropped += count),
      onEnd: () => audience.remove(reader),
    });
    audience.add(reader, filter);
    return reader;
  };

  return {
    add: (message) => {
      const event = readLogEvent(message, options.redact, options.maxLineChars);
      const entry = ring.add(event, uidOf(message));
      if (entry) audience.hear(entry);
    },
    miss: (gap) => audience.hear(ring.addGap(gap)),
    subscribe,
    counters: () => ({ buffer: ring.size(), dropped, subscribers: audience.size() }),
    close: () => {
      audience.flush();
      for (const reader of audience.readers()) reader.end();
    },
  };
}

/** What all replicas call a line: the id the bus gave it, or for another program's line a name made of it. */
function uidOf(message: Readonly<Record<string, unknown>>): string {
  const { id } = message;
  if (typeof id === 'string' && /^[\w-]{1,64}$/.test(id)) return id;
  return createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 16);
}

function newest(
  entries: readonly Entry[],
  backlog: string | undefined,
  fallback: number,
  wanted: (entry: Entry) => boolean,
): Entry[] {
  const asked = /^\s*[+-]?\d+\s*$/.test(backlog ?? '') ? Number(backlog) : fallback;
  const most = Math.min(MOST_BACKLOG, Math.max(1, asked));
  return entries.filter(wanted).slice(-most);
}

const full = (): ApiError =>
  new ApiError(
    503,
    'too_many_readers',
    'too many read the terminal feed; close one, or try later',
    {
      headers: { 'retry-after': '10' },
    },
  );
