import type { Message } from './message.ts';

/** Messages of one process that never came. */
export interface Gap {
  readonly count: number;
  /** The name of that process, as far as it is known. */
  readonly instance: string | null;
}

/** Processes remembered on one topic; a stranger must not fill our memory. */
const MOST_SPEAKERS = 1000;
/** A process must be so much younger than our listening for all it has said to be owed to us. */
const SLACK_MS = 1000;

interface Speaker {
  first: number;
  last: number;
  /** Whether it is known what came before `first`. */
  settled: boolean;
  instance: string | null;
}

export interface Follower {
  /** @returns false for a message that was heard before. */
  readonly isNews: (message: Message) => boolean;
  /** The id of the last message that a process has sent, and how long there has been that process. */
  readonly marked: (id: unknown, ageMs: unknown, instance: unknown) => void;
}

/**
 * Follows the numbers that each process gives its messages on a topic: `<process>-<number>`. Where one is left out it
 * was lost, whatever the cause. What a process said before we listened is not missing, nor what has no such id.
 */
export function createFollower(onGap: (gap: Gap) => void, now = () => performance.now()): Follower {
  const speakers = new Map<string, Speaker>();
  let since: number | undefined;
  const missed = (count: number, { instance }: Speaker): void => {
    if (count > 0) onGap({ count, instance });
  };
  const remember = (origin: string, speaker: Speaker): void => {
    speakers.delete(origin);
    speakers.set(origin, speaker);
    if (speakers.size > MOST_SPEAKERS) speakers.delete(speakers.keys().next().value!);
  };
  return {
    isNews: ({ id, instance }) => {
      const place = parseId(id);
      if (!place) return true;
      since ??= now();
      const { origin, number } = place;
      const name = typeof instance === 'string' ? instance : null;
      const speaker = speakers.get(origin);
      if (!speaker) {
        remember(origin, { first: number, last: number, settled: number === 1, instance: name });
        return true;
      }
      if (number <= speaker.last) return false;
      speaker.instance = name ?? speaker.instance;
      const count = number - speaker.last - 1;
      speaker.last = number;
      missed(count, speaker);
      return true;
    },
    marked: (id, ageMs, instance) => {
      const place = parseId(id);
      if (!place || typeof ageMs !== 'number') return;
      since ??= now();
      const { origin, number } = place;
      const isYounger = ageMs + SLACK_MS < now() - since;
      const known = speakers.get(origin) ?? {
        first: number + 1,
        last: number,
        settled: false,
        instance: typeof instance === 'string' ? instance : null,
      };
      remember(origin, known);
      const before = !known.settled && isYounger ? known.first - 1 : 0;
      const after = Math.max(0, number - known.last);
      known.settled = true;
      known.last += after;
      missed(before + after, known);
    },
  };
}

function parseId(id: unknown): { origin: string; number: number } | null {
  const found = typeof id === 'string' ? /^([0-9a-f]{10})-(\d{1,12})$/.exec(id) : null;
  return found && { origin: found[1]!, number: Number(found[2]) };
}
