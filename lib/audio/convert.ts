import { openAudio } from './decode.ts';
import { parseBitrate } from './bitrate.ts';
import { encodeAt } from './encode.ts';
import type { AudioFormat } from './formats.ts';
import { checkRate } from './sample-rates.ts';

export interface ConvertOptions {
  readonly format: AudioFormat;
  /** Hz; the recording's own, or the nearest the format has, when left out. */
  readonly sampleRate?: number | undefined;
  /** Such as `192k`. */
  readonly bitrate?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Any readable audio in another format, while it arrives. @throws {AudioError} before the first byte or between. */
export async function* convert(
  source: AsyncIterable<Uint8Array>,
  { format, sampleRate, bitrate, signal }: ConvertOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (sampleRate !== undefined) checkRate(format, sampleRate);
  if (bitrate !== undefined) parseBitrate(bitrate);
  const audio = await openAudio(source, { signal });
  const input = { format, sampleRate: audio.sampleRate, channels: audio.channels, bitrate };
  yield* encodeAt(audio.chunks, input, sampleRate);
}
