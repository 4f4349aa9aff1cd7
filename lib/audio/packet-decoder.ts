import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { MPEGDecoder } from 'mpg123-decoder';
import { OpusDecoder } from 'opus-decoder';
import type { Decoded } from './audio-stream.ts';
import { decodeMpeg } from './decode-mp3.ts';
import { fullScale } from './decode-flac.ts';

/** Codecs whose packets, as containers hold them, can be decoded here. */
export type PacketCodec = 'opus' | 'mp3' | 'flac';

/** What a container says of a track. */
export interface TrackFormat {
  readonly channels: number;
  /** The codec's private data: for Opus its `OpusHead`. */
  readonly description: Uint8Array;
}

export interface PacketDecoder {
  decode(packet: Uint8Array): Decoded | Promise<Decoded>;
  free(): void;
}

/** A decoder for packets of one track. */
export async function packetDecoder(
  codec: PacketCodec,
  format: TrackFormat,
): Promise<PacketDecoder> {
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
        decode: async (packet) => fullScale(await decoder.decodeFrames([packet])),
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
