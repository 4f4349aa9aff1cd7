import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openAudio } from './decode.ts';
import {
  bytesOf,
  channelOf,
  decodeAll,
  ffmpegFile,
  hasFfmpeg,
  levelAt,
  tone,
  wavOf,
} from './fixtures.ts';

const SECONDS = 2;
const wav = wavOf(44_100, tone(440, 44_100, SECONDS), tone(880, 44_100, SECONDS));

describe('openAudio', () => {
  beforeAll(() => void vi.spyOn(console, 'error').mockReturnValue());
  afterAll(() => vi.restoreAllMocks());

  test('nothing, text and an unknown binary are each refused in words', async () => {
    const open = (bytes: string) => openAudio(bytesOf(Buffer.from(bytes, 'latin1')));
    await expect(open('')).rejects.toMatchObject({ problem: 'empty' });
    await expect(open('hello, this is not audio')).rejects.toMatchObject({
      name: 'AudioError',
      problem: 'unknown_format',
    });
    await expect(open('PK\x03\x04'.padEnd(5000, 'x'))).rejects.toMatchObject({
      problem: 'unknown_format',
    });
  });

  test('a WAV without samples is refused', async () => {
    await expect(openAudio(bytesOf(wavOf(8000, new Float32Array(0))))).rejects.toMatchObject({
      problem: 'empty',
    });
  });

  test('a failing source fails with its own error, not as damaged audio', async () => {
    async function* source() {
      yield wav.subarray(0, 100_000);
      throw new Error('upload broke');
    }
    const { chunks } = await openAudio(source());
    await expect(channelOf(chunks)).rejects.toThrow('upload broke');
  });

  test('an abort ends a stalled read, and the source is told', async () => {
    const abort = new AbortController();
    let returned = false;
    const stalled: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          returned = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    };
    const opening = openAudio(stalled, { signal: abort.signal });
    abort.abort(new Error('gone'));
    await expect(opening).rejects.toThrow('gone');
    expect(returned).toBe(true);
  });

  test('an abort ends a read from a generator that never goes on', async () => {
    const abort = new AbortController();
    async function* stalled() {
      yield wav.subarray(0, 100);
      await new Promise(() => undefined);
    }
    const opening = openAudio(stalled(), { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('gone')), 20);
    await expect(opening).rejects.toThrow('gone');
  });

  test('leaving early closes the source', async () => {
    let closed = false;
    async function* source() {
      try {
        yield* bytesOf(wav, 4096);
      } finally {
        closed = true;
      }
    }
    const { chunks } = await openAudio(source());
    for await (const _ of chunks) break;
    expect(closed).toBe(true);
  });

  describe.runIf(hasFfmpeg)('files of other programs', () => {
    test.each([
      ['mp3', ['-f', 'mp3'], 'mp3', 44_100],
      ['mp2', ['-f', 'mp2'], 'mp3', 44_100],
      ['flac', ['-f', 'flac'], 'flac', 44_100],
      ['flac in ogg', ['-c:a', 'flac', '-f', 'ogg'], 'flac', 44_100],
      ['ogg vorbis', ['-c:a', 'libvorbis', '-f', 'ogg'], 'vorbis', 44_100],
      ['ogg opus', ['-c:a', 'libopus', '-f', 'ogg'], 'opus', 48_000],
      ['webm', ['-c:a', 'libopus', '-f', 'webm'], 'webm', 48_000],
      [
        'webm as a browser streams it',
        ['-c:a', 'libopus', '-f', 'webm', '-live', '1'],
        'webm',
        48_000,
      ],
      ['webm vorbis', ['-c:a', 'libvorbis', '-f', 'webm'], 'matroska', 44_100],
      ['mp4 opus', ['-c:a', 'libopus', '-f', 'mp4', '-movflags', 'frag_keyframe'], 'mp4', 48_000],
      ['m4a', ['-f', 'mp4', '-movflags', 'frag_keyframe'], 'mp4', 44_100],
      ['adts', ['-f', 'adts'], 'aac', 44_100],
      ['wma', ['-f', 'asf'], 'asf', 44_100],
      ['au', ['-f', 'au'], 'au', 44_100],
      ['mu-law wav', ['-c:a', 'pcm_mulaw', '-f', 'wav'], 'pcm', 44_100],
      ['24-bit wav', ['-c:a', 'pcm_s24le', '-f', 'wav'], 'pcm', 44_100],
    ] as const)('%s', async (_name, args, codec, sampleRate) => {
      const file = ffmpegFile(wav, ...args);
      for (const size of [777, file.length]) {
        const audio = await decodeAll(file, size);
        expect(audio).toMatchObject({ codec, sampleRate, channels: 2 });
        expect(Math.abs(audio.samples.length / sampleRate - SECONDS)).toBeLessThan(0.06);
        expect(levelAt(440, audio.samples, sampleRate)).toBeGreaterThan(-7);
        expect(levelAt(880, audio.samples, sampleRate)).toBeLessThan(-35);
      }
    });

    test('tags in front are passed over, even with a wrong length', async () => {
      const mp3 = ffmpegFile(wav, '-f', 'mp3', '-id3v2_version', '0');
      const tag = (size: number): Buffer =>
        Buffer.concat([Buffer.from([73, 68, 51, 4, 0, 0, 0, 0, size >> 7, size & 127])]);
      const art = Buffer.alloc(16_000, 0xab);
      for (const stated of [16_000, 0]) {
        const audio = await decodeAll(
          Buffer.concat([tag(stated), art, tag(5), art.subarray(0, 5), mp3]),
        );
        expect(audio.codec).toBe('mp3');
        expect(audio.samples.length / 44_100).toBeCloseTo(SECONDS, 1);
      }
      const flac = ffmpegFile(wav, '-f', 'flac');
      const tagged = Buffer.concat([tag(16_000), art, flac]);
      expect(await decodeAll(tagged)).toMatchObject({ codec: 'flac' });
    });

    test('mono stays mono', async () => {
      for (const format of ['mp3', 'flac', 'ogg', 'opus', 'webm']) {
        const audio = await decodeAll(ffmpegFile(wav, '-ac', '1', '-f', format));
        expect([format, audio.channels]).toEqual([format, 1]);
      }
    });

    test('without ffmpeg, what needs it says so and leaves no file behind', async () => {
      const file = ffmpegFile(wav, '-f', 'mp4', '-movflags', 'frag_keyframe');
      vi.stubEnv('PATH', '/nonexistent');
      await expect(openAudio(bytesOf(file))).rejects.toMatchObject({
        problem: 'needs_ffmpeg',
        message: expect.stringContaining('ffmpeg'),
      });
      vi.unstubAllEnvs();
      expect(readdirSync(tmpdir()).filter((name) => /^synapse-[\da-f-]{36}$/.test(name))).toEqual(
        [],
      );
    });
  });
});
