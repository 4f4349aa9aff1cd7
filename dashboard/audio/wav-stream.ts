/** The shape of the samples of a WAV stream. */
export interface WavFormat {
  readonly channels: number;
  readonly sampleRate: number;
}

/**
 * Reads 16-bit WAV as it arrives. `push` returns the samples of one channel that are complete by now; the format is
 * known once the first samples are. @throws Error when it is something else
 */
export function wavReader(): {
  push: (chunk: Uint8Array) => Float32Array;
  format: () => WavFormat | undefined;
} {
  let rest = new Uint8Array(0);
  let format: WavFormat | undefined;
  const push = (chunk: Uint8Array): Float32Array => {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    rest = bytes;
    if (!format) {
      const head = readHead(rest);
      if (!head) return new Float32Array(0);
      format = head.format;
      rest = rest.slice(head.end);
    }
    const frame = format.channels * 2;
    const frames = Math.floor(rest.length / frame);
    const view = new DataView(rest.buffer, rest.byteOffset, frames * frame);
    const samples = new Float32Array(frames);
    for (let at = 0; at < frames; at++) samples[at] = view.getInt16(at * frame, true) / 32_768;
    rest = rest.slice(frames * frame);
    return samples;
  };
  return { push, format: () => format };
}

/** The format and where the samples begin; null while the head is incomplete. */
function readHead(bytes: Uint8Array): { format: WavFormat; end: number } | null {
  if (bytes.length < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('The answer is not WAV audio.');
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'data') return format ? { format, end: at + 8 } : null;
    if (tag(at) === 'fmt ' && at + 24 <= bytes.length) {
      if (view.getUint16(at + 22, true) !== 16)
        throw new Error('The WAV stream is not of 16 bits.');
      format = {
        channels: view.getUint16(at + 10, true),
        sampleRate: view.getUint32(at + 12, true),
      };
    }
    at += 8 + size + (size % 2);
  }
  return null;
}
