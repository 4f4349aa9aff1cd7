import { FRAME_RATE } from './mfcc.ts';

/** One stretch of speech of one speaker; seconds from the start of the recording. */
export interface SpeakerSegment {
  /** `SPEAKER_00`, `SPEAKER_01`, … in order of first appearance. */
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
}

/** Silence up to this many frames does not end a turn. */
const PAUSE = 30;
/** Shorter turns, in frames, are noise. */
const SHORTEST = 15;

/** Turns from the frames with speech and the speaker of each block of frames. */
export function turns(
  speech: Uint8Array,
  labels: readonly number[],
  framesPerBlock: number,
): SpeakerSegment[] {
  const runs: { label: number; from: number; to: number }[] = [];
  for (let n = 0; n < speech.length; n++) {
    if (!speech[n]) continue;
    const label = labels[Math.floor(n / framesPerBlock)]!;
    const last = runs.at(-1);
    if (last?.label === label && n - last.to <= PAUSE) last.to = n + 1;
    else runs.push({ label, from: n, to: n + 1 });
  }
  const long = runs.filter((run) => run.to - run.from >= SHORTEST);
  const order = [...new Set(long.map((run) => run.label))];
  return long.map(({ label, from, to }) => ({
    speaker: `SPEAKER_${String(order.indexOf(label)).padStart(2, '0')}`,
    start: from / FRAME_RATE,
    end: to / FRAME_RATE,
  }));
}
