import { AudioError } from './audio-error.ts';
import { framesOf, type AudioChunk, type AudioStream, type Decoded } from './audio-stream.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeFlac, decodeOggFlac } from './decode-flac.ts';
import { decodeMp3 } from './decode-mp3.ts';
import { decodeMp4 } from './decode-mp4.ts';
import { decodeOpus } from './decode-opus.ts';
import { decodeVorbis } from './decode-vorbis.ts';
import { decodeRiff } from './decode-riff.ts';
import { decodeWebm } from './decode-webm.ts';
import { decodeWithFfmpeg } from './ffmpeg.ts';
import { id3Bytes, sniff, SNIFF_BYTES, type Container } from './sniff.ts';

export interface AudioOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Codecs of the containers that go by another name. */
const CODECS = { wav: 'pcm', 'ogg-flac': 'flac' } as const;
/** ID3 tags in a row that are skipped before the file is given up on. */
const MAX_TAGS = 8;
const MP3: Container = { reader: 'mp3' };

/**
 * Finds out the format and decodes as the source arrives, in bounded memory; MP4 alone is spooled to disk first.
 * A file cut short or damaged yields what could be decoded.
 * @throws {AudioError} for anything without decodable audio; here, or while `chunks` is read.
 */
export async function openAudio(
  source: AsyncIterable<Uint8Array>,
  { signal }: AudioOptions = {},
): Promise<AudioStream> {
  const bytes = new ByteReader(source, signal);
  try {
    const tagged = await skipTags(bytes);
    const head = await bytes.peek(SNIFF_BYTES);
    if (head.length === 0) throw new AudioError('empty', 'the audio file is empty');
    // The length a tag states may be wrong; the MP3 decoder finds the first frame by itself.
    const container = sniff(head) ?? (tagged ? MP3 : null);
    if (!container)
      throw new AudioError('unknown_format', 'this is not an audio format known here');
    return await start(bytes, container, signal);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function skipTags(bytes: ByteReader): Promise<boolean> {
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const tag = id3Bytes(await bytes.peek(10));
    if (tag === 0) return tags > 0;
    await bytes.skip(tag);
  }
  return true;
}

function decoderOf(bytes: ByteReader, container: Container): AsyncIterable<Decoded> {
  switch (container.reader) {
    case 'wav':
      return decodeRiff(bytes);
    case 'mp3':
      return decodeMp3(bytes);
    case 'flac':
      return decodeFlac(bytes);
    case 'ogg-flac':
      return decodeOggFlac(bytes);
    case 'vorbis':
      return decodeVorbis(bytes);
    case 'opus':
      return decodeOpus(bytes);
    case 'webm':
      return decodeWebm(bytes);
    case 'mp4':
      return decodeMp4(bytes);
    case 'ffmpeg':
      return decodeWithFfmpeg(container.demuxer, bytes);
  }
}

async function start(
  bytes: ByteReader,
  container: Container,
  signal: AbortSignal | undefined,
): Promise<AudioStream> {
  const name = container.reader === 'ffmpeg' ? container.demuxer : container.reader;
  const decoded = guarded(bytes, decoderOf(bytes, container), name, signal);
  const first = await decoded.next();
  if (first.done) throw new AudioError('empty', `the ${name} file holds no audio`);
  const { sampleRate, channels } = first.value;
  const chunks = (async function* (): AsyncGenerator<AudioChunk, void, undefined> {
    try {
      yield channels;
      for await (const next of decoded) {
        if (next.sampleRate !== sampleRate || next.channels.length !== channels.length)
          throw new AudioError('bad_audio', `the ${name} file changes its sample rate or channels`);
        yield next.channels;
      }
    } finally {
      await decoded.return();
    }
  })();
  const codec = (CODECS as Readonly<Record<string, string>>)[name] ?? name;
  return { codec, sampleRate, channels: channels.length, chunks };
}

/** Drops empty chunks, ends at damage once there was audio, and keeps failures of the source as they are. */
async function* guarded(
  bytes: ByteReader,
  decoder: AsyncIterable<Decoded>,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Decoded, void, undefined> {
  let heard = false;
  try {
    for await (const decoded of decoder) {
      signal?.throwIfAborted();
      if (framesOf(decoded.channels) === 0) continue;
      heard = true;
      yield decoded;
    }
    if (bytes.failure) throw bytes.failure.reason;
  } catch (error) {
    signal?.throwIfAborted();
    if (bytes.failure) throw bytes.failure.reason;
    if (error instanceof AudioError) throw error;
    if (!heard) throw new AudioError('bad_audio', `the ${name} data cannot be decoded`, error);
  } finally {
    await bytes.close();
  }
}
