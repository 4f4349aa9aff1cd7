import { AudioError } from './audio-error.ts';
import { framesOf, type AudioChunk } from './audio-stream.ts';
import { openAudio } from './decode.ts';
import { toMono } from './pcm.ts';
import { resample } from './resample.ts';
import { SPEECH_RATE } from './sample-rates.ts';

export interface SpeechOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longer audio is refused while it is read. */
  readonly maxSeconds?: number | undefined;
}

/** Mono samples at 16 kHz. Can be read once. */
export interface SpeechAudio extends AsyncIterable<Float32Array> {
  /** Length of what was decoded so far; of the whole once it is read. */
  readonly seconds: number;
}

/** Any audio as the engines need it, in bounded memory. @throws {AudioError} while it is read. */
export function speechChunks(
  source: AsyncIterable<Uint8Array>,
  { signal, maxSeconds = Infinity }: SpeechOptions = {},
): SpeechAudio {
  let seconds = 0;
  async function* read(): AsyncGenerator<Float32Array, void, undefined> {
    const { sampleRate, chunks } = await openAudio(source, { signal });
    async function* mono(): AsyncGenerator<AudioChunk, void, undefined> {
      for await (const chunk of chunks) {
        seconds += framesOf(chunk) / sampleRate;
        if (seconds > maxSeconds)
          throw new AudioError('too_long', `the audio is longer than ${maxSeconds} seconds`);
        yield [toMono(chunk)];
      }
    }
    for await (const [samples] of resample(mono(), sampleRate, SPEECH_RATE)) yield samples!;
  }
  const reading = read();
  return {
    get seconds() {
      return seconds;
    },
    [Symbol.asyncIterator]: () => reading,
  };
}
