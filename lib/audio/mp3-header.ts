/** The four bytes every MPEG audio frame starts with. */
export interface Mp3Header {
  readonly layer: 1 | 2 | 3;
  readonly mono: boolean;
  readonly sampleRate: number;
  readonly frameBytes: number;
}

/** kbit/s by index, per version (1, then 2 and 2.5) and layer; ISO 11172-3 table 3-B.2 and ISO 13818-3. */
const KBITS: Readonly<Record<string, readonly number[]>> = {
  '1.1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1.2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1.3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2.1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2.2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2.3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44_100, 48_000, 32_000] as const;
/** By the version bits: 2.5, reserved, 2, 1. */
const RATE_DIVISORS = [4, 1, 2, 1] as const;

/** Reads a frame header; `null` where there is none. Free-format frames, whose size is not stated, are not known. */
export function readMp3Header(bytes: Uint8Array, at: number): Mp3Header | null {
  if (bytes[at] !== 0xff || at + 4 > bytes.length) return null;
  const [second, third, fourth] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  if ((second & 0xe0) !== 0xe0 || version === 1 || layer === 4) return null;
  const rate = RATES[(third >> 2) & 3];
  const kbits = KBITS[`${version === 3 ? 1 : 2}.${layer}`]?.[third >> 4];
  if (rate === undefined || !kbits) return null;
  const sampleRate = rate / (RATE_DIVISORS[version] ?? 1);
  const [perFrame, slot] = layer === 1 ? [12, 4] : [layer === 3 && version !== 3 ? 72 : 144, 1];
  const slots = Math.floor((perFrame * kbits * 1000) / sampleRate) + ((third >> 1) & 1);
  return {
    layer: layer as 1 | 2 | 3,
    mono: fourth >> 6 === 3,
    sampleRate,
    frameBytes: slots * slot,
  };
}
