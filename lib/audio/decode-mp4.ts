import { CustomSource, Input, MP4, QTFF } from 'mediabunny';
import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeTrack, isDecodable } from './decode-track.ts';
import { decodeFileWithFfmpeg } from './ffmpeg.ts';
import { spool } from './spool.ts';

/**
 * Decodes MP4, M4A and QuickTime. Their index may stand at the end, so that the whole file goes to disk first.
 * @throws {AudioError} `needs_ffmpeg` for AAC and whatever else has no decoder here.
 */
export async function* decodeMp4(bytes: ByteReader): AsyncGenerator<Decoded, void, undefined> {
  const file = await spool(bytes);
  const source = new CustomSource({
    getSize: () => file.size,
    read: (start, end) => file.read(start, end),
    maxCacheSize: 4 * 2 ** 20,
  });
  const input = new Input({ source, formats: [MP4, QTFF] });
  try {
    const track = await input.getPrimaryAudioTrack().catch(() => null);
    if (!track) throw new AudioError('empty', 'the mp4 file has no readable audio track');
    if (isDecodable(await track.getCodec())) yield* decodeTrack(input);
    else yield* decodeFileWithFfmpeg('mov', file.fd);
  } finally {
    input.dispose();
    await file.close();
  }
}
