/** A stretch of audio: one Float32Array per channel, samples in −1…1, all of equal length. */
export type AudioChunk = readonly Float32Array[];

/** Audio that is produced while it is read. Channel count and rate hold for every chunk. */
export interface AudioStream {
  /** `pcm`, `mp3`, `flac`, `vorbis`, `opus`; else the container, such as `webm`, `mp4` or `aac`. */
  readonly codec: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Can be read once. */
  readonly chunks: AsyncIterable<AudioChunk>;
}

/** What a codec hands over: samples and their rate, as the stream itself states it. */
export interface Decoded {
  readonly sampleRate: number;
  readonly channels: AudioChunk;
}

/** Samples per channel. */
export const framesOf = (chunk: AudioChunk): number => chunk[0]?.length ?? 0;
