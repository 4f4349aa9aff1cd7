import type { Pcm } from '../../audio/pcm.ts';
import { loadFlite } from './flite.ts';
import { analyzeReference } from './match/analyze-reference.ts';
import { speakLike } from './match/speak-like.ts';
import { synthesize } from './synthesize.ts';
import { TtsError } from './tts-error.ts';
import { findVoice } from './voices.ts';

/** What the engine asks of its thread; plain data, so that it can be cloned. */
export interface SpeakTask {
  readonly text: string;
  /** Id of a voice; an unknown one is an error even where a reference is given. */
  readonly voice: string;
  readonly speed: number;
  readonly reference?: Pcm | undefined;
}

/** What was said, and how. */
export interface Speech {
  /** 16 kHz mono, peaks below 1. */
  readonly pcm: Pcm;
  /** Id of the voice that spoke; null where the speech was matched to the reference. */
  readonly voice: string | null;
  /** Pitch of the reference in Hz; null without one, or when it held too little speech to match. */
  readonly referencePitch: number | null;
}

/** The thread's entry; it can be called in any thread. Throws {@link TtsError}. */
export default async function speakTask(task: SpeakTask): Promise<Speech> {
  const voice = findVoice(task.voice);
  if (voice === undefined) throw new TtsError('unknown_voice', `there is no voice "${task.voice}"`);
  const flite = await loadFlite();
  const profile = task.reference && analyzeReference(task.reference);
  if (profile !== undefined) {
    const pcm = speakLike(flite, task.text, task.speed, profile);
    return { pcm, voice: null, referencePitch: profile.pitch };
  }
  const pcm = synthesize(flite, { text: task.text, voice, speed: task.speed });
  return { pcm, voice: voice.id, referencePitch: null };
}
