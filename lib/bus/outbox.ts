import type { Frame } from './message.ts';

export interface Outbox {
  readonly push: (frame: Frame) => void;
  /** Takes the oldest frames, at most so many. */
  readonly take: (most: number) => Frame[];
  /** Puts frames that were taken back to the front, as far as there is room. */
  readonly putBack: (frames: readonly Frame[]) => void;
  readonly size: () => number;
  readonly dropped: () => number;
  /** Frames dropped since this was last asked. */
  readonly newlyDropped: () => number;
}

/** Frames waiting for a connection. When it is full the oldest makes room: what is new tells more. */
export function createOutbox(capacity: number): Outbox {
  let frames: Frame[] = [];
  let first = 0;
  let dropped = 0;
  let reported = 0;
  const size = (): number => frames.length - first;
  return {
    push: (frame) => {
      frames.push(frame);
      if (size() > capacity) {
        first++;
        dropped++;
      }
      if (first > capacity) {
        frames = frames.slice(first);
        first = 0;
      }
    },
    take: (most) => {
      const taken = frames.slice(first, first + most);
      first += taken.length;
      if (first === frames.length) {
        frames = [];
        first = 0;
      }
      return taken;
    },
    putBack: (taken) => {
      const over = Math.min(taken.length, Math.max(0, taken.length + size() - capacity));
      frames = [...taken.slice(over), ...frames.slice(first)];
      first = 0;
      dropped += over;
    },
    size,
    dropped: () => dropped,
    newlyDropped: () => {
      const count = dropped - reported;
      reported = dropped;
      return count;
    },
  };
}
