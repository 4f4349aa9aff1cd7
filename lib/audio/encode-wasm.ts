import { framesOf, type AudioChunk } from './audio-stream.ts';

interface WasmEncoder {
  encode(samples: AudioChunk): Uint8Array;
  finalize(): Uint8Array;
}

/** Frames a call; the encoder keeps a buffer of the largest call. */
const STEP = 8192;

/** Runs an encoder of `wasm-media-encoders`; its answers lie in memory the next call overwrites. */
export async function* encodeWasm(
  encoder: WasmEncoder,
  chunks: AsyncIterable<AudioChunk>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < framesOf(chunk); at += STEP) {
      const out = encoder.encode(chunk.map((samples) => samples.subarray(at, at + STEP)));
      if (out.length > 0) yield out.slice();
    }
  }
  yield encoder.finalize().slice();
}
