import type { Pcm } from '../../../audio/pcm.ts';
import type { Flite } from '../flite.ts';
import { synthesize } from '../synthesize.ts';
import type { VoiceProfile } from './analyze-reference.ts';
import { recipeFor } from './match-recipe.ts';
import { matchVoice } from './match-voice.ts';

/**
 * Text spoken with the pitch, liveliness, pace and colour of a profile; 16 kHz mono. Matching, not cloning:
 * it starts from the nearest of flite's voices and stays recognisable as such.
 */
export function speakLike(flite: Flite, text: string, speed: number, profile: VoiceProfile): Pcm {
  const voice = recipeFor(flite, profile);
  return matchVoice(synthesize(flite, { text, voice, speed }), profile);
}
