import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAll, noise } from './fixtures.ts';
import { durationOf } from './pcm.ts';
import { decodeWav, encodeWav, parseWavHeader, WavError, wavHeader } from './wav.ts';

const samples16 = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 300 });
const toFloats = (values: readonly number[]): Float32Array =>
  Float32Array.from(values, (value) => value / 32_768);

/** A WAV file with any `fmt ` chunk and data. */
function wavWith(format: Buffer, data: Uint8Array, before = Buffer.alloc(0)): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(format.length);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(data.length);
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE'),
    before,
    Buffer.from('fmt '),
    size,
    format,
    Buffer.from('data'),
    bytes,
    data,
  ]);
}

function formatChunk(code: number, channels: number, bits: number, extensible = false): Buffer {
  const chunk = Buffer.alloc(extensible ? 40 : 16);
  chunk.writeUInt16LE(extensible ? 0xfffe : code, 0);
  chunk.writeUInt16LE(channels, 2);
  chunk.writeUInt32LE(16_000, 4);
  chunk.writeUInt32LE((16_000 * channels * bits) / 8, 8);
  chunk.writeUInt16LE((channels * bits) / 8, 12);
  chunk.writeUInt16LE(bits, 14);
  if (extensible) chunk.writeUInt16LE(22, 16);
  if (extensible) chunk.writeUInt16LE(code, 24);
  return chunk;
}

const outcome = (bytes: Uint8Array): unknown => {
  try {
    return decodeWav(bytes);
  } catch (error) {
    return error;
  }
};

describe('WAV', () => {
  test('16-bit samples come back bit for bit', () => {
    fc.assert(
      fc.property(samples16, fc.integer({ min: 1, max: 4 }), (values, count) => {
        const channels = Array.from({ length: count }, () => toFloats(values));
        const pcm = decodeWav(encodeWav({ sampleRate: 16_000, channels }));
        expect(pcm.channels).toEqual(channels);
        expect(durationOf(pcm)).toBe(values.length / 16_000);
      }),
    );
  });

  test('samples beyond full scale are clipped', () => {
    const channels = [Float32Array.of(2, -2, 1, -1)];
    const [clipped] = decodeWav(encodeWav({ sampleRate: 8000, channels })).channels;
    expect([...clipped!]).toEqual([32_767 / 32_768, -1, 32_767 / 32_768, -1]);
  });

  test('a file cut short yields the frames it has', () => {
    fc.assert(
      fc.property(samples16, fc.nat(700), (values, cut) => {
        const file = encodeWav({ sampleRate: 16_000, channels: [toFloats(values)] });
        const part = file.subarray(0, Math.min(cut, file.length));
        const got = outcome(part);
        if (part.length < 44) expect(got).toBeInstanceOf(WavError);
        else
          expect(got).toMatchObject({
            channels: [toFloats(values).subarray(0, Math.floor((part.length - 44) / 2))],
          });
      }),
    );
  });

  test('garbage, and files with any bytes changed, throw nothing but WavError', () => {
    const file = encodeWav({ sampleRate: 16_000, channels: [noise(50, 0.5), noise(50, 0.5)] });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(fc.tuple(fc.nat(60), fc.nat(255))).map((changes) => {
            const bytes = Uint8Array.from(file);
            for (const [at, byte] of changes) bytes[at] = byte;
            return bytes;
          }),
        ),
        (bytes) => {
          const got = outcome(bytes);
          if (got instanceof Error) expect(got).toBeInstanceOf(WavError);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    [1, 8, [0, 128, 255], [-1, 0, 127 / 128]],
    [1, 24, [0, 0, 0x80, 0xff, 0xff, 0x7f], [-1, 8_388_607 / 8_388_608]],
    [1, 32, [0, 0, 0, 0x80, 0, 0, 0, 0x40], [-1, 0.5]],
    [3, 32, [0, 0, 0, 0x3f, 0, 0, 0xc0, 0x7f], [0.5, 0]],
    [3, 64, [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]],
  ])('encoding %i of %i bits, plain and extensible', (code, bits, data, expected) => {
    for (const extensible of [false, true]) {
      const file = wavWith(formatChunk(code, 1, bits, extensible), Uint8Array.from(data));
      expect([...decodeWav(file).channels[0]!]).toEqual(expected);
    }
  });

  test('unknown chunks of odd and even size before the format are passed over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (content) => {
        const head = Buffer.from('LIST\0\0\0\0');
        head.writeUInt32LE(content.length, 4);
        const padding = Buffer.alloc(content.length % 2);
        const before = Buffer.concat([head, content, padding]);
        const file = wavWith(formatChunk(1, 1, 16), Uint8Array.of(0, 0x40), before);
        expect(decodeWav(file).channels).toEqual([Float32Array.of(0.5)]);
      }),
    );
  });

  test('encodings that are not PCM are refused by name', () => {
    const file = wavWith(formatChunk(7, 1, 8), Uint8Array.of(1));
    expect(() => decodeWav(file)).toThrow('unsupported WAV encoding 7');
  });

  test('an open length is read to the end of the stream, in pieces of any size', async () => {
    const samples = toFloats([1, -2, 300, -32_768, 32_767]);
    const closed = encodeWav({ sampleRate: 8000, channels: [samples] });
    const open = wavHeader({ channels: 1, sampleRate: 8000, bitsPerSample: 16 });
    const file = Buffer.concat([open, closed.subarray(44)]);
    expect(parseWavHeader(open)?.dataBytes).toBe(Infinity);
    for (let size = 1; size < 20; size++)
      expect((await decodeAll(file, size)).samples).toEqual(samples);
  });
});
