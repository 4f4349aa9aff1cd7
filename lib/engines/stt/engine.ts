import { availableParallelism } from 'node:os';
import { SPEECH_RATE } from '../../audio/sample-rates.ts';
import { assertEnglish } from './assert-english.ts';
import { confidence, ENGLISH } from './confidence.ts';
import { cutPieces, type Piece } from './cut-pieces.ts';
import { decodePiece } from './decode-piece.ts';
import { findDecoder } from './executable.ts';
import { inOrder } from './in-order.ts';
import { modelFiles } from './model-files.ts';
import { cutSentences, toSegment, type Segment } from './segment.ts';
import { createSlots } from './slots.ts';
import type { Word } from './word.ts';

export interface SttEngineOptions {
  /** Path of the executable; found on PATH when left out. */
  readonly executable?: string | undefined;
  /** Decoder processes at a time; further pieces wait in line. The number of processors when left out. */
  readonly concurrency?: number | undefined;
}

export interface ListenOptions {
  /** `en`, a tag that begins with it, or nothing. */
  readonly language?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DetectedLanguage {
  /** `en`, or `und`: this engine knows English only, and says so when it does not hear it. */
  readonly language: 'en' | 'und';
  /** How sure it is that this is English, 0 to 1; 0 when nothing is said. */
  readonly probability: number;
}

export interface Transcription {
  readonly text: string;
  readonly language: 'en' | 'und';
  readonly languageProbability: number;
  /** Of the recording, in seconds. */
  readonly duration: number;
  readonly segments: readonly Segment[];
}

/**
 * The embedded speech-to-text engine: English, by pocketsphinx processes. Samples are mono, 16 kHz. All of it throws
 * {@link SttError}, errors of the samples as they are, and the signal's reason at once when it aborts.
 */
export interface SttEngine {
  /** Throws {@link SttError} `missing_tool` when it cannot work on this machine. */
  readonly check: () => void;
  /** Segments in their order, as they are heard. Memory is bounded however long the recording is. */
  readonly listen: (
    samples: AsyncIterable<Float32Array>,
    options?: ListenOptions,
  ) => AsyncGenerator<Segment, void, undefined>;
  /** The whole recording. */
  readonly transcribe: (
    samples: AsyncIterable<Float32Array>,
    options?: ListenOptions,
  ) => Promise<Transcription>;
  /** Listens to the first half minute of speech only. */
  readonly detectLanguage: (
    samples: AsyncIterable<Float32Array>,
    signal?: AbortSignal,
  ) => Promise<DetectedLanguage>;
}

const DETECT_SECONDS = 30;
/** Pieces of one recording that are decoded or wait at a time. */
const AHEAD = 2;

export function createSttEngine({
  executable,
  concurrency = availableParallelism(),
}: SttEngineOptions = {}): SttEngine {
  const slots = createSlots(concurrency);

  const hear = (
    pieces: AsyncIterable<Piece>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly Word[], void, undefined> => {
    const decoder = findDecoder(executable);
    const work = async (piece: Piece, stop: AbortSignal): Promise<readonly Word[]> => {
      const release = await slots.take(stop);
      try {
        return await decodePiece(decoder, piece, stop);
      } finally {
        release();
      }
    };
    return inOrder(pieces, AHEAD, work, signal);
  };

  const listen = async function* (
    samples: AsyncIterable<Float32Array>,
    { language, signal }: ListenOptions = {},
  ): AsyncGenerator<Segment, void, undefined> {
    assertEnglish(language);
    let id = 0;
    for await (const words of hear(cutPieces(samples), signal))
      for (const sentence of cutSentences(words)) yield toSegment(id++, sentence);
  };

  return {
    check: () => {
      findDecoder(executable);
      modelFiles();
    },
    listen,
    transcribe: async (samples, options) => {
      const counted = countSeconds(samples);
      const segments: Segment[] = [];
      for await (const segment of listen(counted, options)) segments.push(segment);
      const { language, probability } = verdict(segments.flatMap(({ words }) => words));
      return {
        text: segments.map(({ text }) => text).join(' '),
        language: options?.language ? 'en' : language,
        languageProbability: probability,
        duration: counted.seconds(),
        segments,
      };
    },
    detectLanguage: async (samples, signal) => {
      const words: Word[] = [];
      for await (const heard of hear(firstPieces(cutPieces(samples)), signal)) words.push(...heard);
      return verdict(words);
    },
  };
}

/** Whether the words are English, and how sure that is. A low number with `und` means: cannot tell. */
function verdict(words: readonly Word[]): DetectedLanguage {
  const probability = Math.round(confidence(words) * 1000) / 1000;
  return { language: probability >= ENGLISH ? 'en' : 'und', probability };
}

async function* firstPieces(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  let left = DETECT_SECONDS * SPEECH_RATE;
  for await (const piece of pieces) {
    yield { ...piece, samples: piece.samples.subarray(0, left) };
    left -= piece.samples.length;
    if (left <= 0) return;
  }
}

function countSeconds(
  samples: AsyncIterable<Float32Array>,
): AsyncIterable<Float32Array> & { seconds: () => number } {
  let count = 0;
  return {
    seconds: () => count / SPEECH_RATE,
    async *[Symbol.asyncIterator]() {
      for await (const chunk of samples) {
        count += chunk.length;
        yield chunk;
      }
    },
  };
}
