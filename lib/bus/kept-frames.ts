import type { Frame, Topic } from './message.ts';

/** Keys remembered; a stranger on the bus must not fill our memory. */
const MOST_KEPT = 1000;

/** The newest message of each key, for those who subscribe later. */
export function createKeptFrames() {
  const kept = new Map<string, Frame>();
  return {
    /** @returns false when the message is older than the one that is known; one without a key is not remembered. */
    remember: (frame: Frame): boolean => {
      const { key, at } = frame.message;
      if (typeof key !== 'string') return true;
      const known = kept.get(key)?.message['at'];
      if (typeof at !== 'number' || (typeof known === 'number' && known >= at)) return false;
      if (known === undefined && kept.size >= MOST_KEPT) return false;
      kept.set(key, frame);
      return true;
    },
    /** The time of a message that is to replace the one known. */
    timeFor: (key: string): number => {
      const before = kept.get(key)?.message['at'];
      return Math.max(Date.now(), typeof before === 'number' ? before + 1 : 0);
    },
    of: (topic: Topic): Frame[] => [...kept.values()].filter((frame) => frame.topic === topic),
  };
}
