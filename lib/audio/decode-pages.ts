import type { Decoded } from './audio-stream.ts';

/** The shape the wasm decoders of FLAC, Ogg Vorbis and Ogg Opus share. */
interface PageDecoder<T extends DecodedPages> {
  readonly ready: Promise<void>;
  decode(data: Uint8Array): T | Promise<T>;
  flush(): T | Promise<T>;
  free(): void;
}

interface DecodedPages {
  readonly channelData: Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

/** Feeds a decoder that finds its own pages and frames. */
export async function* decodePages<T extends DecodedPages>(
  decoder: PageDecoder<T>,
  pieces: AsyncIterable<Uint8Array>,
  toDecoded: (pages: T) => Decoded = unchanged,
): AsyncGenerator<Decoded, void, undefined> {
  await decoder.ready;
  try {
    for await (const piece of pieces) yield* audible(await decoder.decode(piece), toDecoded);
    yield* audible(await decoder.flush(), toDecoded);
  } finally {
    release(decoder);
  }
}

/** Without samples, rate and channel count are whatever was in memory. */
function* audible<T extends DecodedPages>(
  pages: T,
  toDecoded: (pages: T) => Decoded,
): Generator<Decoded> {
  if (pages.samplesDecoded > 0 && pages.channelData.length > 0) yield toDecoded(pages);
}

const unchanged = ({ sampleRate, channelData }: DecodedPages): Decoded => ({
  sampleRate,
  channels: channelData,
});

/** After a fault inside wasm, freeing faults too; the instance is garbage either way. */
export function release(decoder: { free(): void }): void {
  try {
    decoder.free();
  } catch {
    // nothing left to free
  }
}
