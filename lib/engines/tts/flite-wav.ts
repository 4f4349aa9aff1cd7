import type { Pcm } from '../../audio/pcm.ts';

const HEADER_BYTES = 44;
const RATE_OFFSET = 24;

/** The WAV flite writes: always the 44-byte header and 16-bit mono; its length fields are not looked at. */
export function readWav(file: Uint8Array): Pcm {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const samples = new Float32Array(Math.max(0, (file.length - HEADER_BYTES) >> 1));
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getInt16(HEADER_BYTES + 2 * i, true) / 32768;
  }
  return { sampleRate: view.getUint32(RATE_OFFSET, true), channels: [samples] };
}
