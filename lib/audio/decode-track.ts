import { EncodedPacketSink, type AudioCodec, type Input } from 'mediabunny';
import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import { release } from './decode-pages.ts';
import { packetDecoder, type PacketCodec } from './packet-decoder.ts';

const DECODABLE: readonly (AudioCodec | null)[] = ['opus', 'mp3', 'flac'] satisfies PacketCodec[];

export const isDecodable = (codec: AudioCodec | null): codec is PacketCodec =>
  DECODABLE.includes(codec);

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
  const decoder = await packetDecoder(codec, {
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
