import { toInt16, type Pcm } from './pcm.ts';

/** Sample layout of a WAV file, from its `fmt ` chunk. */
export interface WavFormat {
  readonly encoding: 'pcm' | 'float';
  readonly channels: number;
  readonly sampleRate: number;
  readonly bitsPerSample: number;
}

/** What the header of a WAV file says. `dataBytes` is Infinity where a stream left its length open. */
export interface WavHeader {
  readonly format: WavFormat;
  readonly dataOffset: number;
  readonly dataBytes: number;
}

/** The bytes are not a WAV file this project reads; the message says why, in words a client can use. */
export class WavError extends Error {
  override readonly name = 'WavError';
}

/**
 * Reads RIFF chunks up to the start of `data` and no further. `null`: more bytes are needed.
 * @throws {WavError} for anything that is not RIFF/WAVE with PCM or float samples.
 */
export function parseWavHeader(bytes: Uint8Array): WavHeader | null {
  if (bytes.length < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new WavError('not a RIFF/WAVE file');
  let format: WavFormat | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'data') {
      if (!format) throw new WavError('the data chunk comes before the format chunk');
      return {
        format,
        dataOffset: at + 8,
        dataBytes: size >= 0xffffff00 || size === 0x7fffffff ? Infinity : size,
      };
    }
    if (tag(at) === 'fmt ') {
      if (size < 16) throw new WavError('the format chunk is too short');
      if (at + 8 + Math.min(size, 40) > bytes.length) return null;
      format = readFormat(view, at + 8, size);
    }
    at += 8 + size + (size & 1);
  }
  return null;
}

function readFormat(view: DataView, at: number, size: number): WavFormat {
  let code = view.getUint16(at, true);
  if (code === 0xfffe && size >= 40) code = view.getUint16(at + 24, true);
  const format: WavFormat = {
    encoding: code === 3 ? 'float' : 'pcm',
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bitsPerSample: view.getUint16(at + 14, true),
  };
  if (code !== 1 && code !== 3)
    throw new WavError(`unsupported WAV encoding ${code}; PCM or float is expected`);
  const widths = code === 3 ? [32, 64] : [8, 16, 24, 32];
  if (!widths.includes(format.bitsPerSample))
    throw new WavError(`unsupported sample width of ${format.bitsPerSample} bits`);
  if (format.channels < 1 || format.channels > 32)
    throw new WavError(`${format.channels} channels are not supported`);
  if (format.sampleRate < 1000 || format.sampleRate > 768_000)
    throw new WavError(`a sample rate of ${format.sampleRate} Hz is not supported`);
  return format;
}

/** Bytes of one sample of all channels. */
export const frameBytes = (format: WavFormat): number =>
  (format.channels * format.bitsPerSample) / 8;

/** Decodes whole interleaved frames into one Float32Array per channel; a trailing part frame is left out. */
export function decodeFrames(format: WavFormat, bytes: Uint8Array): Float32Array[] {
  const frames = Math.floor(bytes.length / frameBytes(format));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = format.bitsPerSample / 8;
  const sampleAt = sampleReader(view, format);
  return Array.from({ length: format.channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let i = 0; i < frames; i++) samples[i] = sampleAt((i * format.channels + channel) * width);
    return samples;
  });
}

/** A single NaN would spread through every filter behind. */
const finite = (sample: number): number => (Number.isFinite(sample) ? sample : 0);

function sampleReader(
  view: DataView,
  { encoding, bitsPerSample }: WavFormat,
): (at: number) => number {
  if (encoding === 'float') {
    return bitsPerSample === 64
      ? (at) => finite(view.getFloat64(at, true))
      : (at) => finite(view.getFloat32(at, true));
  }
  switch (bitsPerSample) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 32768;
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8388608;
    default:
      return (at) => view.getInt32(at, true) / 2147483648;
  }
}

/** Decodes a whole WAV file held in memory. A file cut short yields the frames it has. @throws {WavError} */
export function decodeWav(bytes: Uint8Array): Pcm {
  const header = parseWavHeader(bytes);
  if (!header) throw new WavError('the file ends before its audio data');
  const end = Math.min(bytes.length, header.dataOffset + header.dataBytes);
  return {
    sampleRate: header.format.sampleRate,
    channels: decodeFrames(header.format, bytes.subarray(header.dataOffset, end)),
  };
}

/** A 44-byte PCM header. Without `dataBytes` the lengths say "unknown" (0xFFFFFFFF), as streams do. */
export function wavHeader(format: Omit<WavFormat, 'encoding'>, dataBytes?: number): Buffer {
  const { channels, sampleRate, bitsPerSample } = format;
  const frame = (channels * bitsPerSample) / 8;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(dataBytes === undefined ? 0xffffffff : (36 + dataBytes) >>> 0, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * frame, 28);
  header.writeUInt16LE(frame, 32);
  header.writeUInt16LE(bitsPerSample, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes === undefined ? 0xffffffff : dataBytes, 40);
  return header;
}

/** Interleaves channels into 16-bit little-endian samples, clipping at full scale. */
export function encodeFrames16(channels: readonly Float32Array[]): Buffer {
  const frames = channels[0]?.length ?? 0;
  const out = Buffer.allocUnsafe(frames * channels.length * 2);
  let at = 0;
  for (let i = 0; i < frames; i++) {
    for (const channel of channels) {
      at = out.writeInt16LE(toInt16(channel[i]!), at);
    }
  }
  return out;
}

/** A complete 16-bit PCM WAV file. */
export function encodeWav(pcm: Pcm): Buffer {
  const data = encodeFrames16(pcm.channels);
  const format = { channels: pcm.channels.length, sampleRate: pcm.sampleRate, bitsPerSample: 16 };
  return Buffer.concat([wavHeader(format, data.length), data]);
}
