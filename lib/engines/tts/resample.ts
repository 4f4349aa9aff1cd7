import { Resampler } from '../../audio/resample.ts';

const NOMINAL = 16_000;

/**
 * The sound played `factor` times as fast at the same sample rate, so that pitch and formants rise with
 * it; `factor` is kept to 1/200 so that the filter stays small.
 */
export function playFaster(samples: Float32Array, factor: number): Float32Array {
  const from = Math.round(factor * 200) * (NOMINAL / 200);
  return from === NOMINAL ? samples : resampleMono(samples, from, NOMINAL);
}

/** One channel at another sample rate, whole. */
export function resampleMono(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const resampler = new Resampler(from, to);
  const parts = [resampler.push([samples])[0], resampler.end()[0]];
  const out = new Float32Array(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (part === undefined) continue;
    out.set(part, at);
    at += part.length;
  }
  return out;
}
