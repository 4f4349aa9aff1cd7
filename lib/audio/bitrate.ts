import { AudioError } from './audio-error.ts';

/** Bit/s from `192k`, `192000` or, as people mean it, `192`. @throws {AudioError} */
export function parseBitrate(text: string): number {
  const [, digits, kilo] = /^\s*(\d{1,7})\s*(k?)\s*$/i.exec(text) ?? [];
  const value = Number(digits);
  const bits = kilo || value < 1000 ? value * 1000 : value;
  if (digits === undefined || bits < 8000 || bits > 1_000_000)
    throw new AudioError(
      'bad_option',
      'bitrate: a bitrate such as 192k, from 8k to 1000k, is expected',
      undefined,
      'bitrate',
    );
  return bits;
}

/** The entry nearest to `wanted`. */
export function nearest(wanted: number, allowed: readonly number[]): number {
  return allowed.reduce((best, next) =>
    Math.abs(next - wanted) < Math.abs(best - wanted) ? next : best,
  );
}
