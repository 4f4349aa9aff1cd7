import { resampleMono } from '../resample.ts';

/** Fundamental frequency over time. */
export interface PitchTrack {
  /** Seconds between values; value `i` is the pitch around `i · step`. */
  readonly step: number;
  /** Hz; 0 where nothing is voiced. */
  readonly values: Float32Array;
}

interface Candidate {
  /** Hz; 0 is "unvoiced". */
  readonly pitch: number;
  readonly cost: number;
}

const RATE = 8000;
const STEP = 0.01;
const LOWEST = 60;
const HIGHEST = 420;
const WINDOW = Math.round(0.025 * RATE);
const MIN_LAG = Math.floor(RATE / HIGHEST);
const MAX_LAG = Math.ceil(RATE / LOWEST);
const CANDIDATES = 4;
const UNVOICED_COST = 0.45;
const TURN_COST = 0.12;
const JUMP_COST = 0.9;
const LONG_LAG_COST = 0.12;
const FLOOR_DB = -40;

/**
 * Pitch between 60 and 420 Hz by normalised cross-correlation with a Viterbi path over its best peaks, after
 * Talkin's RAPT (1995). Some 1 % of real time.
 */
export function trackPitch(samples: Float32Array, sampleRate: number): PitchTrack {
  const audio = resampleMono(samples, sampleRate, RATE);
  const hop = STEP * RATE;
  const count = Math.floor(audio.length / hop);
  const levels = Float64Array.from({ length: count }, (_, i) => energyAround(audio, i * hop));
  const floor = levels.reduce((most, level) => Math.max(most, level), 0) * 10 ** (FLOOR_DB / 10);
  const frames: Candidate[][] = [];
  for (let i = 0; i < count; i++) {
    frames.push(levels[i]! > floor ? candidatesAt(audio, i * hop) : [UNVOICED]);
  }
  return { step: STEP, values: cheapestPath(frames) };
}

const UNVOICED: Candidate = { pitch: 0, cost: UNVOICED_COST };

function energyAround(audio: Float32Array, center: number): number {
  let sum = 0;
  const to = Math.min(audio.length, center + WINDOW / 2);
  for (let i = Math.max(0, center - WINDOW / 2); i < to; i++) sum += audio[i]! ** 2;
  return sum;
}

const correlations = new Float64Array(MAX_LAG + 2);

function candidatesAt(audio: Float32Array, center: number): Candidate[] {
  const start = center - ((WINDOW + MAX_LAG) >> 1);
  if (start < 0 || start + WINDOW + MAX_LAG + 2 > audio.length) return [UNVOICED];
  correlate(audio, start);
  const found: Candidate[] = [];
  for (let lag = MIN_LAG; lag <= MAX_LAG; lag++) {
    const [left, here, right] = [
      correlations[lag - 1]!,
      correlations[lag]!,
      correlations[lag + 1]!,
    ];
    if (here < 0.3 || here < left || here < right) continue;
    const bend = left - 2 * here + right;
    const exact = lag + (bend < 0 ? (0.5 * (left - right)) / bend : 0);
    found.push({ pitch: RATE / exact, cost: 1 - here + (LONG_LAG_COST * lag) / MAX_LAG });
  }
  found.sort((a, b) => a.cost - b.cost);
  return [UNVOICED, ...found.slice(0, CANDIDATES)];
}

/** Fills `correlations` for lags from one below the shortest to one above the longest. */
function correlate(audio: Float32Array, start: number): void {
  let own = 0;
  for (let i = 0; i < WINDOW; i++) own += audio[start + i]! ** 2;
  let other = 0;
  for (let i = 0; i < WINDOW; i++) other += audio[start + MIN_LAG - 1 + i]! ** 2;
  for (let lag = MIN_LAG - 1; lag <= MAX_LAG + 1; lag++) {
    let sum = 0;
    for (let i = 0; i < WINDOW; i++) sum += audio[start + i]! * audio[start + lag + i]!;
    correlations[lag] = sum / Math.sqrt(own * other + 1e-9);
    other += audio[start + lag + WINDOW]! ** 2 - audio[start + lag]! ** 2;
    other = Math.max(other, 0);
  }
}

function cheapestPath(frames: readonly (readonly Candidate[])[]): Float32Array {
  const origins: number[][] = [];
  let totals: number[] = [];
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1] ?? [];
    const from = frame.map(({ pitch }) => {
      let best = 0;
      let least = Infinity;
      for (const [k, previous] of before.entries()) {
        const cost = totals[k]! + turnCost(previous.pitch, pitch);
        if (cost < least) [best, least] = [k, cost];
      }
      return [best, before.length === 0 ? 0 : least] as const;
    });
    origins.push(from.map(([origin]) => origin));
    totals = frame.map(({ cost }, k) => cost + from[k]![1]);
  }
  const path = new Float32Array(frames.length);
  let at = totals.indexOf(Math.min(...totals));
  for (let i = frames.length - 1; i >= 0; i--) {
    path[i] = frames[i]![at]!.pitch;
    at = origins[i]![at]!;
  }
  return path;
}

function turnCost(from: number, to: number): number {
  if (from === 0 && to === 0) return 0;
  if (from === 0 || to === 0) return TURN_COST;
  return JUMP_COST * Math.abs(Math.log2(to / from));
}
