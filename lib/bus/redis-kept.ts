import type { Deliver, Frame, Message } from './bus.ts';
import { parseMessage } from './frames.ts';

/** Kept messages of this process, for a Redis that has lost its own. */
export function createKept(deliver: Deliver) {
  const mine = new Map<string, Frame>();
  return {
    note: (frame: Frame): void => {
      const { key } = frame.message;
      if (typeof key === 'string') mine.set(key, frame);
    },
    /** Hears what is kept in Redis. @returns what must be kept there again. */
    compare: (texts: Readonly<Record<string, string>>): Frame[] => {
      const there = new Map<string, Message>();
      for (const [key, text] of Object.entries(texts)) {
        const message = parseMessage(text);
        if (!message) continue;
        there.set(key, message);
        deliver({ topic: 'control', message });
      }
      return [...mine.values()].filter(
        ({ message }) =>
          Number(there.get(String(message['key']))?.['at'] ?? 0) < Number(message['at']),
      );
    },
  };
}
