/** A low-pass filter sampled at fractions of an input frame. */
export interface SincFilter {
  /** Length of one row. */
  readonly taps: number;
  /** Half of it: input frames on either side of an output frame. */
  readonly half: number;
  /** Fractions an input frame is divided into; the table has one row more, so that neighbours can be blended. */
  readonly rows: number;
  readonly table: Float32Array;
}

/** Zero crossings of the sinc on either side, at the lower of the two rates. */
const CROSSINGS = 48;
/** Kaiser's shape for 90 dB: 0.1102 · (90 − 8.7). */
const BETA = 8.96;
/** Half of Kaiser's transition band for that length and shape, as a share of the lower rate's Nyquist frequency. */
const TRANSITION = 0.06;
/** Exact rows up to here; beyond, blending between rows errs by less than the stop band. */
const MAX_ROWS = 1024;

const filters = new Map<string, SincFilter>();
const MAX_FILTERS = 16;

/** The filter for a change of rate; the stop band begins at the lower Nyquist frequency. Kept for reuse. */
export function windowedSinc(from: number, to: number, phases: number): SincFilter {
  const key = `${from}:${to}`;
  const known = filters.get(key);
  if (known) return known;
  const filter = design(from, to, phases);
  if (filters.size >= MAX_FILTERS) filters.clear();
  filters.set(key, filter);
  return filter;
}

function design(from: number, to: number, phases: number): SincFilter {
  const scale = Math.min(1, to / from);
  const half = Math.ceil(CROSSINGS / scale);
  const taps = 2 * half;
  const rows = Math.min(phases, MAX_ROWS);
  const table = new Float32Array((rows + 1) * taps);
  const cutoff = scale * (1 - TRANSITION);
  const edge = bessel0(BETA);
  for (let row = 0; row <= rows; row++) {
    let sum = 0;
    for (let t = 0; t < taps; t++) {
      const x = t - half + 1 - row / rows;
      const inside = 1 - (x / half) ** 2;
      const window = inside > 0 ? bessel0(BETA * Math.sqrt(inside)) / edge : 0;
      const value = window * sinc(cutoff * x);
      table[row * taps + t] = value;
      sum += value;
    }
    for (let t = 0; t < taps; t++) table[row * taps + t]! /= sum;
  }
  return { taps, half, rows, table };
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
