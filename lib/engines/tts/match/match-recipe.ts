import type { Flite, FliteVoice } from '../flite.ts';
import type { VoiceRecipe } from '../voices.ts';
import { analyzeReference, type VoiceProfile } from './analyze-reference.ts';
import { formantFactor } from './formant-factor.ts';

/** kal16 is left out: it sounds least like a person, and rms is as low. */
const BASES: readonly FliteVoice[] = ['slt', 'rms', 'awb'];
const CALIBRATION =
  'The river runs slowly past the old mill and under the stone bridge. Please call me back tomorrow morning before the meeting starts.';
const FASTEST = 0.8;
const SLOWEST = 1.25;

const profiles = new Map<FliteVoice, VoiceProfile>();

/** A voice to start from: of the base nearest in pitch, with its formants and pace moved towards the profile's. */
export function recipeFor(flite: Flite, profile: VoiceProfile): VoiceRecipe {
  const distance = (base: FliteVoice): number =>
    Math.abs(Math.log2(profileOf(flite, base).pitch / profile.pitch));
  const base = BASES.toSorted((a, b) => distance(a) - distance(b))[0]!;
  const own = profileOf(flite, base);
  return {
    id: '',
    name: 'Reference',
    gender: profile.pitch > 155 ? 'female' : 'male',
    language: 'en',
    description: 'matched to a recording',
    base,
    pitch: profile.pitch,
    formants: formantFactor(profile, own),
    pace: profile.pace === 0 ? 1 : Math.min(SLOWEST, Math.max(FASTEST, own.pace / profile.pace)),
  };
}

/** What a base sounds like by itself; measured once. */
function profileOf(flite: Flite, base: FliteVoice): VoiceProfile {
  const known = profiles.get(base);
  if (known !== undefined) return known;
  const measured = analyzeReference(flite({ text: CALIBRATION, voice: base, stretch: 1 }))!;
  profiles.set(base, measured);
  return measured;
}
