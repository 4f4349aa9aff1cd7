import type { Redis } from 'ioredis';
import type { Frame, Message } from './message.ts';
import { sendBatch } from './redis-batch.ts';
import { keptHash } from './redis-names.ts';
import type { Deliver } from './transport.ts';
import { parseMessage } from './frames.ts';

/** Kept messages of this process, for a Redis that has lost its own. */
export function createKept(deliver: Deliver) {
  const mine = new Map<string, Frame>();
  return {
    note: (frame: Frame): void => {
      const { key } = frame.message;
      if (typeof key === 'string') mine.set(key, frame);
    },
    /** Hears what is kept in Redis, and sends again what it has lost, past the lines that wait. */
    compare: async (redis: Redis | null, channel: string): Promise<void> => {
      const texts = await redis?.hgetall(keptHash(channel)).catch(() => null);
      if (!redis || !texts) return;
      const there = new Map<string, Message>();
      for (const [key, text] of Object.entries(texts)) {
        const message = parseMessage(text);
        if (!message) continue;
        there.set(key, message);
        deliver({ topic: 'control', message });
      }
      const lost = [...mine.values()].filter(
        ({ message }) =>
          Number(there.get(String(message['key']))?.['at'] ?? 0) < Number(message['at']),
      );
      if (lost.length > 0) await sendBatch(redis, channel, lost);
    },
  };
}
