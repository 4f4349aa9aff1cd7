import type { FliteVoice } from './flite.ts';

/** One voice of the engine as clients see it. */
export interface Voice {
  /** File-like, as clients of Chatterbox name its predefined voices. */
  readonly id: string;
  readonly name: string;
  readonly gender: 'female' | 'male';
  readonly language: 'en';
  readonly description: string;
}

/** How a voice is made of one that flite has. */
export interface VoiceRecipe extends Voice {
  readonly base: FliteVoice;
  /** Mean pitch of what is heard, in Hz. */
  readonly pitch: number;
  /** Factor on all formants; above 1 is a smaller head, below 1 a larger one. */
  readonly formants: number;
  /** Factor on the duration; above 1 is slower. */
  readonly pace: number;
}

/** What clients ask for when they ask for nothing. */
export const DEFAULT_VOICE = 'Alice.wav';

type Row = readonly [
  name: string,
  gender: 'female' | 'male',
  base: FliteVoice,
  pitch: number,
  formants: number,
  pace: number,
  description: string,
];

const ROWS: readonly Row[] = [
  ['Alice', 'female', 'slt', 176, 1, 1, 'American, clear and even'],
  ['Emily', 'female', 'slt', 218, 1.05, 1.05, 'American, young and bright'],
  ['Olivia', 'female', 'slt', 150, 0.93, 1.1, 'American, low and calm'],
  ['Elena', 'female', 'awb', 200, 1.12, 1.12, 'Scottish, light'],
  ['Robert', 'male', 'rms', 102, 1, 1.08, 'American, warm; the best understood'],
  ['Henry', 'male', 'rms', 80, 0.94, 1.15, 'American, deep and slow'],
  ['Eli', 'male', 'rms', 190, 1.2, 1, 'American, boyish'],
  ['Ian', 'male', 'awb', 130, 1, 1, 'Scottish, lively'],
  ['Thomas', 'male', 'awb', 102, 0.96, 1.15, 'Scottish, grave'],
  ['Michael', 'male', 'kal16', 105, 1, 1.05, 'American, a classic machine voice'],
];

/** Every voice there is, the default first. */
export const VOICES: readonly VoiceRecipe[] = ROWS.map(
  ([name, gender, base, pitch, formants, pace, description]) => ({
    id: `${name}.wav`,
    name,
    gender,
    language: 'en',
    description,
    base,
    pitch,
    formants,
    pace,
  }),
);

/** The voice with this id; the ending and the case do not matter, an empty id is the default's. */
export function findVoice(id: string): VoiceRecipe | undefined {
  const wanted = (id.trim() || DEFAULT_VOICE).toLowerCase().replace(/\.wav$/, '');
  return VOICES.find((voice) => voice.name.toLowerCase() === wanted);
}
