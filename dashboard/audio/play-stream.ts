import { audioContext } from './decode.ts';
import { wavReader } from './wav-stream.ts';

export interface PlayedStream {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

interface PlayOptions {
  readonly signal: AbortSignal;
  /** The first sound is scheduled to be heard in so many ms. */
  readonly onFirst: (inMs: number) => void;
}

/** Ahead of the clock, so that the first pieces join without a gap, seconds. */
const LEAD = 0.06;

/** Plays a WAV body while it arrives. @returns all of it, when it has arrived */
export async function playStream(
  body: ReadableStream<Uint8Array>,
  options: PlayOptions,
): Promise<PlayedStream> {
  const context = audioContext();
  const wav = wavReader();
  const pieces: Float32Array[] = [];
  const sources: AudioBufferSourceNode[] = [];
  let next = 0;
  const silence = (): void => sources.forEach((source) => source.stop());
  options.signal.addEventListener('abort', silence, { once: true });
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const samples = wav.push(value);
    const format = wav.format();
    if (!format || samples.length === 0) continue;
    pieces.push(samples);
    const buffer = context.createBuffer(1, samples.length, format.sampleRate);
    buffer.getChannelData(0).set(samples);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const start = Math.max(next, context.currentTime + LEAD);
    if (next === 0) options.onFirst((start - context.currentTime + latency(context)) * 1000);
    source.start(start);
    sources.push(source);
    next = start + buffer.duration;
  }
  const format = wav.format();
  if (!format) throw new Error('The answer held no sound.');
  return { samples: join(pieces), sampleRate: format.sampleRate };
}

const latency = (context: AudioContext): number =>
  context.outputLatency || context.baseLatency || 0;

function join(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
