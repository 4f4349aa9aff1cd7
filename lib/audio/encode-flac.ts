import flac from 'libflacjs/dist/libflac.min.js';
import { framesOf, type AudioChunk } from './audio-stream.ts';
import type { EncoderInput } from './encoder-input.ts';
import { holdStart } from './hold-start.ts';
import { toInt16 } from './pcm.ts';

const STEP = 8192;
const LEVEL = 5;
/** `fLaC`, the head of STREAMINFO and its 34 bytes (RFC 9639, 8.2). */
const START_BYTES = 42;
/** The low half of this byte and the four after it are the number of frames. */
const FRAMES_AT = 21;

/** FLAC at 16 bits. The header states the length where the file is short enough to be held, else leaves it open. */
export async function* encodeFlac(
  chunks: AsyncIterable<AudioChunk>,
  input: EncoderInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const start = Buffer.alloc(START_BYTES);
  let frames = 0;
  async function* behindStart(): AsyncGenerator<Uint8Array, void, undefined> {
    let missing = START_BYTES;
    for await (const part of encoded(chunks, input, (count) => (frames += count))) {
      const used = Math.min(missing, part.length);
      start.set(part.subarray(0, used), START_BYTES - missing);
      missing -= used;
      if (used < part.length) yield part.subarray(used);
    }
  }
  yield* holdStart(behindStart(), (bytes) => {
    if (bytes === undefined) return start;
    start[FRAMES_AT]! |= Math.floor(frames / 2 ** 32) & 15;
    start.writeUInt32BE(frames % 2 ** 32, FRAMES_AT + 1);
    return start;
  });
}

async function* encoded(
  chunks: AsyncIterable<AudioChunk>,
  { sampleRate, channels }: EncoderInput,
  taken: (frames: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  await ready();
  const encoder = flac.create_libflac_encoder(sampleRate, channels, 16, LEVEL, 0, false);
  const written: Uint8Array[] = [];
  try {
    const status = flac.init_encoder_stream(encoder, (data) => {
      written.push(data.slice());
    });
    if (encoder === 0 || status !== 0) throw new Error(`libFLAC refused to start (${status})`);
    for await (const chunk of chunks) {
      for (let at = 0; at < framesOf(chunk); at += STEP) {
        const samples = chunk.map((channel) =>
          Int32Array.from(channel.subarray(at, at + STEP), toInt16),
        );
        if (!flac.FLAC__stream_encoder_process(encoder, samples, samples[0]!.length))
          throw new Error('libFLAC refused samples');
        yield* written.splice(0);
      }
      taken(framesOf(chunk));
    }
    flac.FLAC__stream_encoder_finish(encoder);
    yield* written.splice(0);
  } finally {
    if (encoder !== 0) flac.FLAC__stream_encoder_delete(encoder);
  }
}

const ready = (): Promise<void> =>
  new Promise((resolve) => {
    if (flac.isReady()) resolve();
    else flac.on('ready', () => resolve());
  });
