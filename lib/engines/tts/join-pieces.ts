/** Spoken audio and the silence after it, in seconds. */
export interface SpokenPiece {
  readonly samples: Float32Array;
  readonly pause: number;
}

const QUIET = 10 ** (-50 / 20);
const KEPT_SECONDS = 0.04;
const FADE_SECONDS = 0.005;
const LEAD_SECONDS = 0.1;
const CEILING = 0.97;
const LEVEL = 0.1;

/** Without the silence around it, save 40 ms each side at normal speed; its edges are faded, so no cut clicks. */
export function trimSilence(samples: Float32Array, sampleRate: number, speed = 1): Float32Array {
  let from = 0;
  let to = samples.length;
  while (from < to && Math.abs(samples[from]!) < QUIET) from++;
  while (to > from && Math.abs(samples[to - 1]!) < QUIET) to--;
  const kept = Math.round((KEPT_SECONDS * sampleRate) / speed);
  const part = samples.slice(Math.max(0, from - kept), Math.min(samples.length, to + kept));
  const fade = Math.min(Math.round(FADE_SECONDS * sampleRate), part.length >> 1);
  for (let i = 0; i < fade; i++) {
    part[i]! *= i / fade;
    part[part.length - 1 - i]! *= i / fade;
  }
  return part;
}

/** One after the other with their pauses, a tenth of a second of silence first and last. */
export function joinPieces(
  pieces: readonly SpokenPiece[],
  sampleRate: number,
  speed = 1,
): Float32Array {
  const lead = Math.round((LEAD_SECONDS * sampleRate) / speed);
  const gaps = pieces.map(({ pause }, index) =>
    index === pieces.length - 1 ? lead : Math.round((pause * sampleRate) / speed),
  );
  const length = pieces.reduce((sum, { samples }, i) => sum + samples.length + gaps[i]!, lead);
  const joined = new Float32Array(length);
  let at = lead;
  for (const [index, { samples }] of pieces.entries()) {
    joined.set(samples, at);
    at += samples.length + gaps[index]!;
  }
  return joined;
}

/** In place: the sounding parts brought to an RMS of 0.1, less where the peak would pass 0.97. */
export function setLevel(samples: Float32Array): Float32Array {
  let peak = 0;
  let energy = 0;
  let sounding = 0;
  for (const sample of samples) {
    const size = Math.abs(sample);
    peak = Math.max(peak, size);
    if (size < QUIET) continue;
    energy += sample * sample;
    sounding++;
  }
  if (sounding === 0) return samples;
  const gain = Math.min(LEVEL / Math.sqrt(energy / sounding), CEILING / peak);
  for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
  return samples;
}
