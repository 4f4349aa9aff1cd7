import type { Pcm } from '../../audio/pcm.ts';
import { loadFlite } from './flite.ts';
import { synthesize } from './synthesize.ts';
import { TtsError } from './tts-error.ts';
import { findVoice } from './voices.ts';

/** What the engine asks of its thread; plain data, so that it can be cloned. */
export interface SpeakTask {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
  readonly reference?: Pcm | undefined;
}

/** What was said. */
export interface Speech {
  readonly pcm: Pcm;
  /** Id of the voice that spoke. */
  readonly voice: string;
}

/** The thread's entry: one task at a time. */
export default async function speakTask(task: SpeakTask): Promise<Speech> {
  const voice = findVoice(task.voice);
  if (voice === undefined) throw new TtsError('unknown_voice', `no voice is called ${task.voice}`);
  const pcm = synthesize(await loadFlite(), { text: task.text, voice, speed: task.speed });
  return { pcm, voice: voice.id };
}
