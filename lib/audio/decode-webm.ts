import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { release } from './decode-pages.ts';
import { packetDecoder, type PacketCodec, type PacketDecoder } from './packet-decoder.ts';
import { webmPackets } from './webm-packets.ts';

const CODECS: Readonly<Record<string, PacketCodec>> = {
  A_OPUS: 'opus',
  'A_MPEG/L3': 'mp3',
  A_FLAC: 'flac',
};

/** Decodes WebM and Matroska packet by packet while it arrives, as browsers record it. */
export async function* decodeWebm(bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> {
  let decoder: PacketDecoder | undefined;
  try {
    for await (const { track, packet } of webmPackets(bytes)) {
      const codec = CODECS[track.codec];
      if (!codec) throw new AudioError('bad_audio', `the webm file has an unknown codec`);
      decoder ??= await packetDecoder(codec, track);
      yield await decoder.decode(packet);
    }
  } finally {
    if (decoder) release(decoder);
  }
}
