import { EncodedPacketSink, type AudioCodec, type Input } from 'mediabunny';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { MPEGDecoder } from 'mpg123-decoder';
import { OpusDecoder } from 'opus-decoder';
import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import { decodeMpeg } from './decode-mp3.ts';
import { release } from './decode-pages.ts';

const DECODABLE = ['opus', 'mp3', 'flac'] as const;
type DecodableCodec = (typeof DECODABLE)[number];

export const isDecodable = (codec: AudioCodec | null): codec is DecodableCodec =>
  (DECODABLE as readonly (AudioCodec | null)[]).includes(codec);

interface TrackFormat {
  readonly channels: number;
  /** The codec's private data: for Opus its `OpusHead`. */
  readonly description: Uint8Array;
}

interface PacketDecoder {
  decode(packet: Uint8Array): Decoded | Promise<Decoded>;
  free(): void;
}

/** Decodes the packets of a container's main audio track. @throws {AudioError} without one that is known here. */
export async function* decodeTrack(input: Input): AsyncGenerator<Decoded, void, undefined> {
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new AudioError('empty', 'the file has no audio track');
  const codec = await track.getCodec();
  if (!isDecodable(codec))
    throw new AudioError(
      'needs_ffmpeg',
      `${codec ?? 'this'} audio in this container is not supported`,
    );
  const { numberOfChannels, description } = (await track.getDecoderConfig()) ?? {};
  const decoder = await decoderFor(codec, {
    channels: numberOfChannels ?? 2,
    description: description === undefined ? new Uint8Array(0) : bytesOf(description),
  });
  try {
    for await (const packet of new EncodedPacketSink(track).packets())
      yield await decoder.decode(packet.data);
  } finally {
    release(decoder);
  }
}

const bytesOf = (data: ArrayBufferView | ArrayBufferLike): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);

async function decoderFor(codec: DecodableCodec, format: TrackFormat): Promise<PacketDecoder> {
  switch (codec) {
    case 'opus':
      return opusDecoder(format);
    case 'mp3': {
      const decoder = new MPEGDecoder();
      await decoder.ready;
      return {
        decode: (packet) => decodeMpeg(decoder, packet, format.channels === 1),
        free: () => decoder.free(),
      };
    }
    case 'flac': {
      const decoder = new FLACDecoder();
      await decoder.ready;
      return {
        decode: async (packet) => toDecoded(await decoder.decodeFrames([packet])),
        free: () => decoder.free(),
      };
    }
  }
}

/** `OpusHead` as RFC 7845, 5.1 has it: pre-skip at 10; with mapping family 1 the streams from 19. */
async function opusDecoder({ channels, description: head }: TrackFormat): Promise<PacketDecoder> {
  const mapped = head.length >= 21 + channels && head[18] !== 0;
  const decoder = new OpusDecoder({
    channels,
    preSkip: head.length >= 12 ? head[10]! + head[11]! * 256 : 0,
    ...(mapped && {
      streamCount: head[19]!,
      coupledStreamCount: head[20]!,
      channelMappingTable: [...head.subarray(21, 21 + channels)],
    }),
  });
  await decoder.ready;
  return {
    decode: (packet) => toDecoded(decoder.decodeFrame(packet)),
    free: () => decoder.free(),
  };
}

const toDecoded = (decoded: { sampleRate: number; channelData: Float32Array[] }): Decoded => ({
  sampleRate: decoded.sampleRate,
  channels: decoded.channelData,
});
