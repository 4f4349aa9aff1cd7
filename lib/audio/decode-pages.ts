import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';

/** The shape the wasm decoders of FLAC, Ogg Vorbis and Ogg Opus share. */
interface PageDecoder {
  readonly ready: Promise<void>;
  decode(data: Uint8Array): DecodedPages | Promise<DecodedPages>;
  flush(): DecodedPages | Promise<DecodedPages>;
  free(): void;
}

interface DecodedPages {
  readonly channelData: Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

/** Bytes a step: a few hundred of them can hold minutes of silence, so that steps are kept small. */
const PIECE = 4096;

/** Feeds a decoder that finds its own pages and frames. */
export async function* decodePages(
  decoder: PageDecoder,
  bytes: ByteReader,
): AsyncGenerator<Decoded, void, undefined> {
  await decoder.ready;
  try {
    for await (const piece of bytes.pieces(PIECE)) yield* audible(await decoder.decode(piece));
    yield* audible(await decoder.flush());
  } finally {
    release(decoder);
  }
}

/** Without samples, rate and channel count are whatever was in memory. */
function* audible({ samplesDecoded, sampleRate, channelData }: DecodedPages): Generator<Decoded> {
  if (samplesDecoded > 0 && channelData.length > 0) yield { sampleRate, channels: channelData };
}

/** After a fault inside wasm, freeing faults too; the instance is garbage either way. */
export function release(decoder: { free(): void }): void {
  try {
    decoder.free();
  } catch {
    // nothing left to free
  }
}
