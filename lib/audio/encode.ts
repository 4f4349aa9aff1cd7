import type { AudioChunk } from './audio-stream.ts';
import { parseBitrate } from './bitrate.ts';
import { encodeFlac } from './encode-flac.ts';
import { encodeMp3 } from './encode-mp3.ts';
import { encodeVorbis } from './encode-vorbis.ts';
import { encodeWavStream } from './encode-wav.ts';
import type { AudioFormat } from './formats.ts';
import { atMostChannels } from './remix.ts';
import { resample } from './resample.ts';
import { checkRate, nearestRate } from './sample-rates.ts';

export interface EncodeOptions {
  readonly format: AudioFormat;
  /** Hz, of the chunks. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Such as `192k`; formats without loss have no use for one and leave it aside. */
  readonly bitrate?: string | undefined;
}

const ENCODERS = {
  wav: encodeWavStream,
  mp3: encodeMp3,
  flac: encodeFlac,
  ogg: encodeVorbis,
} as const;

/** Channels a format takes here; what has more is mixed to mono. */
const MAX_CHANNELS: Readonly<Record<AudioFormat, number>> = { wav: 32, mp3: 2, flac: 8, ogg: 2 };
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
