import type { Deliver, Frame } from './bus.ts';

/** More ids than this are never waited for. */
const MOST = 10_000;

/** Which of our own frames are still to come back to us, and which must not be heard again when they do. */
export function createAwaited(deliver: Deliver) {
  const coming = new Map<unknown, Frame>();
  const heard = new Set<unknown>();
  const told = ({ message }: Frame): void => {
    if (heard.size >= MOST) heard.clear();
    heard.add(message['id']);
  };
  return {
    expect: (frame: Frame): void => void coming.set(frame.message['id'], frame),
    told,
    /** @returns whether a frame that has arrived is news. */
    arrived: ({ message }: Frame): boolean => {
      coming.delete(message['id']);
      return !heard.delete(message['id']);
    },
    /** Those on their way are heard now; they may come back or not. */
    giveUp: (): void => {
      const frames = [...coming.values()];
      coming.clear();
      for (const frame of frames) {
        told(frame);
        deliver(frame);
      }
    },
  };
}
