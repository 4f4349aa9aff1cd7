import type { AudioChunk } from './audio-stream.ts';
import type { EncoderInput } from './encoder-input.ts';
import { holdStart } from './hold-start.ts';
import { encodeFrames16, wavHeader } from './wav.ts';

/** 16-bit PCM. The header states the length where the file is short enough to be held, else leaves it open. */
export async function* encodeWavStream(
  chunks: AsyncIterable<AudioChunk>,
  { channels, sampleRate }: EncoderInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const format = { channels, sampleRate, bitsPerSample: 16 };
  async function* samples(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) yield encodeFrames16(chunk);
  }
  yield* holdStart(samples(), (bytes) => wavHeader(format, bytes));
}
