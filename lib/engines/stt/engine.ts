import { availableParallelism } from 'node:os';
import { confidence, ENGLISH } from './confidence.ts';
import { decode } from './decode.ts';
import { findDecoder } from './executable.ts';
import { createSlots } from './slots.ts';
import { toSegment, type Segment, type Word } from './segment.ts';
import { SttError } from './stt-error.ts';

export interface SttEngineOptions {
  /** Path of the executable; found on PATH when left out. */
  readonly executable?: string | undefined;
  /** Recordings decoded at a time; others wait in line. The number of processors when left out. */
  readonly concurrency?: number | undefined;
}

export interface ListenOptions {
  readonly language?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DetectedLanguage {
  /** `en`, or `und`: this engine knows English only, and says so when it does not hear it. */
  readonly language: 'en' | 'und';
  readonly probability: number;
}

/** The embedded speech-to-text engine: English, by a pocketsphinx process per recording. Samples are mono, 16 kHz. */
export interface SttEngine {
  /** Throws {@link SttError} `missing_tool` when it cannot work on this machine. */
  readonly check: () => void;
  /** Segments as they are heard. */
  readonly listen: (
    samples: AsyncIterable<Float32Array>,
    options?: ListenOptions,
  ) => AsyncGenerator<Segment>;
  /** Listens to the first half minute only. */
  readonly detectLanguage: (
    samples: AsyncIterable<Float32Array>,
    signal?: AbortSignal,
  ) => Promise<DetectedLanguage>;
}

const DETECT_SECONDS = 30;
const RATE = 16_000;

export function createSttEngine({
  executable,
  concurrency = availableParallelism(),
}: SttEngineOptions = {}): SttEngine {
  const slots = createSlots(concurrency);

  const listen = async function* (
    samples: AsyncIterable<Float32Array>,
    { language, signal }: ListenOptions = {},
  ): AsyncGenerator<Segment> {
    if (language && !/^(?:en|auto)(?:-|$)/i.test(language)) {
      throw new SttError(
        'unsupported_language',
        `language: the embedded engine knows English only, not "${language.slice(0, 20)}"`,
      );
    }
    const decoder = findDecoder(executable);
    const release = await slots.take(signal);
    try {
      let id = 0;
      for await (const words of decode(decoder, samples, signal)) {
        const segment = toSegment(id, words);
        if (segment) yield segment;
        id++;
      }
    } finally {
      release();
    }
  };

  return {
    check: () => void findDecoder(executable),
    listen,
    detectLanguage: async (samples, signal) => {
      const words: Word[] = [];
      for await (const segment of listen(firstSeconds(samples, DETECT_SECONDS), { signal }))
        words.push(...segment.words);
      return verdict(words);
    },
  };
}

/** Whether the words are English, and how sure that is. A low number with `und` means: cannot tell. */
export function verdict(words: readonly Word[]): DetectedLanguage {
  const probability = Math.round(confidence(words) * 1000) / 1000;
  return { language: probability >= ENGLISH ? 'en' : 'und', probability };
}

async function* firstSeconds(
  samples: AsyncIterable<Float32Array>,
  seconds: number,
): AsyncGenerator<Float32Array> {
  let left = seconds * RATE;
  for await (const chunk of samples) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) return;
  }
}
