import { Piscina } from 'piscina';
import type { Pcm } from '../../audio/pcm.ts';
import { TtsError } from './tts-error.ts';
import { DEFAULT_VOICE, findVoice, VOICES, type Voice } from './voices.ts';
import type { SpeakTask, Speech } from './worker.ts';

export interface TtsEngineOptions {
  /** The bundled worker entry: an absolute path or a `file:` URL. */
  readonly workerFile: string | URL;
  /** How long the thread outlives its last task, in milliseconds; its memory goes with it. */
  readonly idleTimeout?: number | undefined;
}

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
   * 16 kHz mono speech. Throws {@link TtsError} for an unknown voice or a speed out of range, and an
   * `AbortError` as soon as the signal aborts (the thread is ended, not asked).
   */
  speak(request: SpeakRequest): Promise<Speech>;
  /** Ends the thread; what is being said is dropped. */
  close(): Promise<void>;
}

const IDLE_TIMEOUT = 60_000;
const SLOWEST = 0.25;
const FASTEST = 4;

/** The embedded text-to-speech engine: English, on the CPU, in one thread that exists while it is needed. */
export function createTtsEngine(options: TtsEngineOptions): TtsEngine {
  const pool = new Piscina<SpeakTask, Speech>({
    filename: options.workerFile.toString(),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: options.idleTimeout ?? IDLE_TIMEOUT,
  });
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
      return pool.run({ text, voice, speed, reference }, signal === undefined ? {} : { signal });
    },
    close: () => pool.destroy(),
  };
}
