import type { Pcm } from '../../audio/pcm.ts';
import { createEngineThread, type EngineThreadOptions } from '../engine-thread.ts';
import { normalizeText } from './normalize.ts';
import { TtsError } from './tts-error.ts';
import { DEFAULT_VOICE, findVoice, VOICES, type Voice } from './voices.ts';
import type { SpeakTask, Speech } from './worker.ts';

export type TtsEngineOptions = EngineThreadOptions;

export interface SpeakRequest {
  readonly text: string;
  /** A voice id; the default voice when empty or left out. It speaks only where no usable reference is given. */
  readonly voice?: string | undefined;
  /** 0.25 to 4, 1 when left out. */
  readonly speed?: number | undefined;
  /** A recording of one speaker whose pitch, colour and pace to take on; matching, not cloning. */
  readonly reference?: Pcm | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TtsEngine {
  voices(): readonly Voice[];
  /**
   * 16 kHz mono speech. Throws {@link TtsError} for an unknown voice, a speed out of range, a text without a sound or a failure, and
   * the signal's reason as soon as it aborts (the thread is ended, not asked).
   */
  speak(request: SpeakRequest): Promise<Speech>;
  /** Ends the thread; what is being said is dropped. */
  close(): Promise<void>;
}

const SLOWEST = 0.25;
const FASTEST = 4;

/** The embedded text-to-speech engine: English, on the CPU, in one thread that exists while it is needed. */
export function createTtsEngine(options: TtsEngineOptions): TtsEngine {
  const thread = createEngineThread<SpeakTask, Speech>(options);
  return {
    voices: () =>
      VOICES.map(({ id, name, gender, language, description }) => ({
        id,
        name,
        gender,
        language,
        description,
      })),
    speak: async ({ text, voice = DEFAULT_VOICE, speed = 1, reference, signal }) => {
      if (findVoice(voice) === undefined) {
        throw new TtsError('unknown_voice', `there is no voice "${voice}"`);
      }
      if (!(speed >= SLOWEST && speed <= FASTEST)) {
        throw new TtsError('bad_speed', `speed must be between ${SLOWEST} and ${FASTEST}`);
      }
      if (normalizeText(text) === '')
        throw new TtsError(
          'nothing_to_say',
          'text: nothing in it can be spoken; the embedded engine speaks English only',
        );
      try {
        return await thread.run({ text, voice, speed, reference }, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw new TtsError('synthesis_failed', 'the text could not be spoken', error);
      }
    },
    close: () => thread.close(),
  };
}
