import { AudioError } from './audio-error.ts';
import type { AudioFormat } from './formats.ts';

/** Hz the speech and speaker engines work at. */
export const SPEECH_RATE = 16_000;

/** Hz that MPEG 1, 2 and 2.5 layer III have. */
export const MP3_RATES = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
] as const;

const LOWEST = 8000;
const HIGHEST: Readonly<Record<AudioFormat, number>> = {
  wav: 192_000,
  mp3: 48_000,
  flac: 192_000,
  ogg: 192_000,
};

/** Refuses a sample rate the format cannot have. @throws {AudioError} that names the allowed ones. */
export function checkRate(format: AudioFormat, sampleRate: number): void {
  if (nearestRate(format, sampleRate) === sampleRate) return;
  const allowed =
    format === 'mp3'
      ? `one of ${MP3_RATES.join(', ')} Hz`
      : `a whole number from ${LOWEST} to ${HIGHEST[format]} Hz`;
  throw new AudioError(
    'bad_option',
    `sample_rate: the sample rate of ${format} has to be ${allowed}`,
    undefined,
    'sample_rate',
  );
}

/** The rate a recording gets when none was asked for: its own, or the next one up that the format has. */
export function nearestRate(format: AudioFormat, sampleRate: number): number {
  const whole = Math.round(sampleRate);
  if (format !== 'mp3') return Math.min(Math.max(whole, LOWEST), HIGHEST[format]);
  return MP3_RATES.find((rate) => rate >= whole) ?? HIGHEST.mp3;
}
