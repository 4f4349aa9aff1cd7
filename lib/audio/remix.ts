import type { AudioChunk } from './audio-stream.ts';
import { toMono } from './pcm.ts';

/** At most `limit` channels: more are mixed to mono, which then fills none but the first. */
export const atMostChannels = (chunk: AudioChunk, limit: number): AudioChunk =>
  chunk.length <= limit ? chunk : [toMono(chunk)];
