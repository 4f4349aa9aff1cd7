import type { Frame } from './message.ts';
import type { Deliver } from './transport.ts';

/** Which of our own frames are still to come back to us, in the order they were sent. */
export function createAwaited(deliver: Deliver) {
  const coming = new Map<unknown, Frame>();
  return {
    expect: (frame: Frame): void => void coming.set(frame.message['id'], frame),
    arrived: ({ message }: Frame): void => void coming.delete(message['id']),
    /** Those on their way are heard now; should they come back all the same, they are no news. */
    giveUp: (): void => {
      const frames = [...coming.values()];
      coming.clear();
      for (const frame of frames) deliver(frame);
    },
  };
}
