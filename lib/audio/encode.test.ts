import { describe, expect, test } from 'vitest';
import type { AudioChunk } from './audio-stream.ts';
import { parseBitrate } from './bitrate.ts';
import { convert } from './convert.ts';
import { encodeAudio } from './encode.ts';
import { bytesOf, collect, decodeAll, levelAt, noise, snr, tone, wavOf } from './fixtures.ts';
import type { AudioFormat } from './formats.ts';
import { MP3_RATES, nearestRate } from './sample-rates.ts';

const FORMATS: readonly AudioFormat[] = ['wav', 'mp3', 'flac', 'ogg'];
const CODECS = { wav: 'pcm', mp3: 'mp3', flac: 'flac', ogg: 'vorbis' };
/** dB a round trip has to keep; LAME leaves out what lies above its low-pass filter. */
const LEAST_SNR = { wav: 85, mp3: 20, flac: 85, ogg: 15 };

async function* chunked(...channels: Float32Array[]): AsyncGenerator<AudioChunk> {
  for (let at = 0; at < channels[0]!.length; at += 1234)
    yield channels.map((samples) => samples.subarray(at, at + 1234));
}

describe.each(FORMATS)('%s', (format) => {
  test.each([8000, 16_000, 22_050, 44_100, 48_000])('a round trip at %i Hz', async (sampleRate) => {
    const signal = tone(440, sampleRate, 1).map(
      (x, i) => x * (0.3 + 0.7 * Math.sin(i / 3000) ** 2),
    );
    for (const channels of [1, 2]) {
      const input = chunked(...Array.from({ length: channels }, () => signal));
      const file = await collect(encodeAudio(input, { format, sampleRate, channels }));
      const got = await decodeAll(file);
      expect(got).toMatchObject({ codec: CODECS[format], sampleRate, channels });
      expect(Math.abs(got.samples.length - signal.length)).toBeLessThan(
        format === 'mp3' ? 3500 : 1,
      );
      const lag = format === 'mp3' ? 1300 : 0;
      expect(snr(signal, got.samples, lag)).toBeGreaterThan(LEAST_SNR[format]);
    }
  });

  test('another rate than the format has is refused, and the allowed ones are named', async () => {
    const wrong = encodeOptions(format, format === 'mp3' ? 44_000 : 4000);
    expect(() => encodeAudio(chunked(tone(440, 8000, 0.1)), wrong)).toThrow(
      format === 'mp3' ? /one of 8000, .* 48000 Hz/ : /from 8000 to 192000 Hz/,
    );
  });

  test('convert changes the rate on request, and only to one the format has otherwise', async () => {
    const source = wavOf(44_099, tone(440, 44_099, 0.5));
    const asked = await decodeAll(
      await collect(convert(bytesOf(source), { format, sampleRate: 16_000 })),
    );
    expect(asked.sampleRate).toBe(16_000);
    expect(levelAt(440, asked.samples, 16_000)).toBeGreaterThan(-8);
    const kept = await decodeAll(await collect(convert(bytesOf(source), { format })));
    expect(kept.sampleRate).toBe(format === 'mp3' ? 44_100 : 44_099);
  });

  test('six channels stay, or are mixed down', async () => {
    const source = wavOf(16_000, ...Array.from({ length: 6 }, () => tone(440, 16_000, 0.2)));
    const got = await decodeAll(await collect(convert(bytesOf(source), { format })));
    expect(got.channels).toBe(format === 'mp3' || format === 'ogg' ? 1 : 6);
    expect(levelAt(440, got.samples, 16_000)).toBeCloseTo(-6, -1);
  });
});

const encodeOptions = (format: AudioFormat, sampleRate: number) => ({
  format,
  sampleRate,
  channels: 1,
});

describe('lossless formats', () => {
  test.each(['wav', 'flac'] as const)('%s keeps 16-bit audio bit for bit', async (format) => {
    const source = wavOf(22_050, noise(30_000, 1), tone(100, 22_050, 2).subarray(0, 30_000));
    const first = await decodeAll(source);
    const again = await decodeAll(await collect(convert(bytesOf(source), { format })));
    expect(again.samples).toEqual(first.samples);
  });

  test('a short WAV states its length, a long one leaves it open', async () => {
    const short = await collect(
      convert(bytesOf(wavOf(8000, tone(440, 8000, 1))), { format: 'wav' }),
    );
    expect(short.readUInt32LE(40)).toBe(16_000);
    async function* long(): AsyncGenerator<AudioChunk> {
      for (let i = 0; i < 20; i++) yield [new Float32Array(500_000)];
    }
    const options = { format: 'wav', sampleRate: 48_000, channels: 1 } as const;
    const open = await collect(encodeAudio(long(), options));
    expect(open.readUInt32LE(40)).toBe(0xffffffff);
    expect(open.length).toBe(44 + 20 * 1_000_000);
  });
});

describe('a FLAC header', () => {
  test('states the length of a short file', async () => {
    const file = await collect(
      convert(bytesOf(wavOf(8000, tone(440, 8000, 1))), { format: 'flac' }),
    );
    expect(file.readUInt32BE(22)).toBe(8000);
    expect(file.toString('latin1', 0, 4)).toBe('fLaC');
  });
});

describe('bitrates', () => {
  test('are read with and without unit', () => {
    expect(['192k', '192K', ' 64 k', '192000', '192'].map(parseBitrate)).toEqual([
      192_000, 192_000, 64_000, 192_000, 192_000,
    ]);
  });

  test.each(['', 'k', '-5k', '1.5k', '192kbps', '0', '5000k', '1e5'])('%j is refused', (text) => {
    expect(() => parseBitrate(text)).toThrow('192k');
  });

  test.each(['mp3', 'ogg'] as const)(
    'more of it makes %s larger, about as asked',
    async (format) => {
      const size = async (bitrate: string): Promise<number> =>
        (
          await collect(
            encodeAudio(chunked(noise(88_200, 0.3), noise(88_200, 0.3, 7)), {
              format,
              sampleRate: 44_100,
              channels: 2,
              bitrate,
            }),
          )
        ).length;
      const [low, high] = [await size('64k'), await size('256k')];
      expect(high / low).toBeGreaterThan(2);
      const [least, most] = format === 'mp3' ? [0.95, 1.1] : [0.6, 1.6];
      for (const [bytes, kbits] of [
        [low, 64],
        [high, 256],
      ] as const) {
        expect(bytes / ((kbits * 1000 * 2) / 8)).toBeGreaterThan(least);
        expect(bytes / ((kbits * 1000 * 2) / 8)).toBeLessThan(most);
      }
    },
  );

  test('rates without a match go to the next one up', () => {
    expect([7000, 8001, 44_101, 96_000].map((rate) => nearestRate('mp3', rate))).toEqual([
      8000, 11_025, 48_000, 48_000,
    ]);
    expect(MP3_RATES.every((rate) => nearestRate('mp3', rate) === rate)).toBe(true);
    expect(nearestRate('flac', 400_000)).toBe(192_000);
  });
});
