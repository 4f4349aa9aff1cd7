import { AudioError } from './audio-error.ts';
import type { AudioChunk } from './audio-stream.ts';
import { parseBitrate } from './bitrate.ts';
import { encodeFlac } from './encode-flac.ts';
import { encodeMp3, MP3_RATES } from './encode-mp3.ts';
import { encodeVorbis } from './encode-vorbis.ts';
import { encodeWavStream } from './encode-wav.ts';
import { atMostChannels } from './remix.ts';
import { resample } from './resample.ts';

export type AudioFormat = 'wav' | 'mp3' | 'flac' | 'ogg';

export interface EncodeOptions {
  readonly format: AudioFormat;
  /** Hz, of the chunks. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Such as `192k`; formats without loss have no use for one and leave it aside. */
  readonly bitrate?: string | undefined;
}

export const MEDIA_TYPES: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
};

const ENCODERS = {
  wav: encodeWavStream,
  mp3: encodeMp3,
  flac: encodeFlac,
  ogg: encodeVorbis,
} as const;

/** Channels a format takes here; what has more is mixed to mono. */
const MAX_CHANNELS: Readonly<Record<AudioFormat, number>> = { wav: 32, mp3: 2, flac: 8, ogg: 2 };
const LOWEST_RATE = 8000;
const HIGHEST_RATE: Readonly<Record<AudioFormat, number>> = {
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
      : `a whole number from ${LOWEST_RATE} to ${HIGHEST_RATE[format]} Hz`;
  throw new AudioError('bad_option', `the sample rate of ${format} has to be ${allowed}`);
}

/** The rate a recording gets when none was asked for: its own, or the next one up that the format has. */
export function nearestRate(format: AudioFormat, sampleRate: number): number {
  const whole = Math.round(sampleRate);
  if (format !== 'mp3') return Math.min(Math.max(whole, LOWEST_RATE), HIGHEST_RATE[format]);
  return MP3_RATES.find((rate) => rate >= whole) ?? HIGHEST_RATE.mp3;
}

/** Encodes while it is read. The rate is kept. @throws {AudioError} `bad_option` at once. */
export function encodeAudio(
  chunks: AsyncIterable<AudioChunk>,
  { format, sampleRate, channels, bitrate }: EncodeOptions,
): AsyncIterable<Uint8Array> {
  checkRate(format, sampleRate);
  const bits = bitrate === undefined ? undefined : parseBitrate(bitrate);
  const limit = MAX_CHANNELS[format];
  const input = { sampleRate, channels: channels > limit ? 1 : channels, bitrate: bits };
  return ENCODERS[format](limited(chunks, limit), input);
}

async function* limited(
  chunks: AsyncIterable<AudioChunk>,
  limit: number,
): AsyncGenerator<AudioChunk, void, undefined> {
  for await (const chunk of chunks) yield atMostChannels(chunk, limit);
}

/** Encodes at the given rate, or without one at the nearest the format has. @throws {AudioError} `bad_option` at once. */
export function encodeAt(
  chunks: AsyncIterable<AudioChunk>,
  options: EncodeOptions,
  wanted: number | undefined,
): AsyncIterable<Uint8Array> {
  const to = wanted ?? nearestRate(options.format, options.sampleRate);
  const resampled = resample(chunks, options.sampleRate, to);
  return encodeAudio(resampled, { ...options, sampleRate: to });
}
