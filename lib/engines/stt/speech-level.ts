/** 20 ms at 16 kHz. */
export const FRAME = 320;

const SILENT = -100;
const FLOOR = { start: -50, lowest: -70, highest: -35 } as const;
const FLOOR_RISE = 0.02;
const ABOVE_FLOOR = 10;
const QUIETEST_SPEECH = -60;

/** Level of the samples in dB of full scale. */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energy > 0 ? Math.max(SILENT, 10 * Math.log10(energy / samples.length)) : SILENT;
}

/**
 * Tells whether frames, given one after the other by their level, may be speech: 10 dB above the background, which is
 * the lowest level seen, rising by 1 dB a second. Loud backgrounds count as speech: the decoder knows better.
 */
export function speechGate(): (level: number) => boolean {
  let floor: number = FLOOR.start;
  return (level) => {
    floor = Math.min(floor + FLOOR_RISE, FLOOR.highest);
    if (level < floor) floor = Math.max(level, FLOOR.lowest);
    return level > Math.max(QUIETEST_SPEECH, floor + ABOVE_FLOOR);
  };
}
