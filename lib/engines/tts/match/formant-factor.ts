import type { VoiceProfile } from './analyze-reference.ts';
import { frequencyAt, POINTS_PER_OCTAVE } from './envelope.ts';

const LEAST = 0.87;
const MOST = 1.18;
const STEP = 0.005;
const FROM = 350;
const TO = 5000;
const CAUTION = 1.5;

/**
 * How much higher the formants of one speaker lie than another's, as a factor between 0.87 and 1.18: the
 * stretch of the frequency axis that brings the two mean spectra closest, once their difference in level and
 * tilt is taken out. A guess with a pull towards 1, because the two said different words.
 */
export function formantFactor(target: VoiceProfile, base: VoiceProfile): number {
  let best = 1;
  let least = Infinity;
  for (let factor = LEAST; factor <= MOST; factor += STEP) {
    const cost = misfit(target, base, factor) + CAUTION * (Math.log(factor) / 0.1) ** 2;
    if (cost < least) [best, least] = [factor, cost];
  }
  return best;
}

/** Variance in dB² of what is left of the difference after a straight line. */
function misfit(target: VoiceProfile, base: VoiceProfile, factor: number): number {
  const shift = POINTS_PER_OCTAVE * Math.log2(factor);
  const top = Math.min(TO, 0.8 * Math.min(target.bandwidth, base.bandwidth));
  const rest: (readonly [number, number])[] = [];
  for (let i = 0; i < target.envelope.length; i++) {
    if (frequencyAt(i) < FROM || frequencyAt(i) > top) continue;
    rest.push([i, target.envelope[i]! - levelAt(base.envelope, i - shift)]);
  }
  return residualVariance(rest);
}

function levelAt(envelope: Float64Array, place: number): number {
  const inside = Math.min(envelope.length - 1, Math.max(0, place));
  const low = Math.floor(inside);
  const here = envelope[low]!;
  return here + (inside - low) * ((envelope[low + 1] ?? here) - here);
}

function residualVariance(points: readonly (readonly [number, number])[]): number {
  const count = Math.max(1, points.length);
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const xx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 1e-9);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / xx;
  return points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0) / count;
}
