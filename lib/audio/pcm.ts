/** Decoded audio held whole: one Float32Array per channel, samples in −1…1, all of equal length. */
export interface Pcm {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

/** Length in seconds. */
export const durationOf = (pcm: Pcm): number => (pcm.channels[0]?.length ?? 0) / pcm.sampleRate;

/** Mean of all channels; the only channel itself when there is one. */
export function toMono(channels: readonly Float32Array[]): Float32Array {
  const first = channels[0] ?? new Float32Array(0);
  if (channels.length < 2) return first;
  const mono = new Float32Array(first.length);
  for (const channel of channels) {
    for (let i = 0; i < mono.length; i++) mono[i]! += channel[i]! / channels.length;
  }
  return mono;
}

/** A sample as a 16-bit integer, clipped at full scale; what 16-bit files decode to comes back unchanged. */
export function toInt16(sample: number): number {
  const scaled = Math.round(sample * 32768);
  return scaled > 32767 ? 32767 : scaled < -32768 ? -32768 : scaled;
}
