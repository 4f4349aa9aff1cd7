import type { Frames } from './mfcc.ts';

/** Speech goes on this many frames before and behind what is loud enough, and across shorter gaps. */
const PAD = 8;
/** How far below the loud parts speech may lie, in decibels, and never below this absolute level. */
const RANGE_DB = 30;
const FLOOR_DB = -60;

/** 1 for each frame with speech, by its energy against the loud and the quiet parts of the recording. */
export function speechActivity({ count, energy }: Frames): Uint8Array {
  const sorted = Float32Array.from(energy).sort();
  const [quiet, loud] = [
    sorted[Math.floor(count * 0.1)] ?? 0,
    sorted[Math.floor(count * 0.95)] ?? 0,
  ];
  const threshold = Math.max(FLOOR_DB, loud - RANGE_DB, Math.min(quiet + 6, loud - 12));
  const speech = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    if (energy[n]! < threshold) continue;
    for (let k = Math.max(0, n - PAD); k <= Math.min(count - 1, n + PAD); k++) speech[k] = 1;
  }
  return speech;
}
