import { toMono, type Pcm } from '../../../audio/pcm.ts';
import { setLevel } from '../join-pieces.ts';
import { resampleMono } from '../resample.ts';
import { pitchStatistics, type VoiceProfile } from './analyze-reference.ts';
import { envelopeOf, frequencyAt } from './envelope.ts';
import { equalize } from './equalize.ts';
import { trackPitch } from './pitch.ts';
import { shiftPitch } from './psola.ts';

const RATE = 16_000;
const STRENGTH = 0.8;
const MOST_BOOST = 9;
const MOST_CUT = -12;
const FLATTEST = 0.6;
const LIVELIEST = 1.8;

/**
 * Speech with the median pitch, the liveliness and the mean spectrum of a profile, 16 kHz mono, as long as
 * before. This is matching, not cloning: who hears it will not take it for the person on the recording.
 */
export function matchVoice(pcm: Pcm, profile: VoiceProfile): Pcm {
  const samples = resampleMono(toMono(pcm.channels), pcm.sampleRate, RATE);
  const track = trackPitch(samples, RATE);
  const own = pitchStatistics(track.values, track.step);
  if (own.median === 0) return { sampleRate: RATE, channels: [samples] };
  const lively = clamp(profile.spread / Math.max(own.spread, 0.1), FLATTEST, LIVELIEST);
  const shifted = shiftPitch(samples, RATE, track, (pitch) => {
    return (profile.pitch * (pitch / own.median) ** lively) / pitch;
  });
  const gains = gainsTowards(profile, envelopeOf(samples, RATE, track));
  return { sampleRate: RATE, channels: [setLevel(equalize(shifted, RATE, gains))] };
}

/** Most of the difference, within limits; beyond the recording's bandwidth the last known gain fades out. */
function gainsTowards(profile: VoiceProfile, own: Float64Array): Float64Array {
  const raw = own.map((level, i) => STRENGTH * ((profile.envelope[i] ?? level) - level));
  const top = raw.findLastIndex((_, i) => frequencyAt(i) <= profile.bandwidth * 0.8);
  const known = raw.subarray(0, Math.max(1, top + 1));
  const mean = known.reduce((sum, gain) => sum + gain, 0) / known.length;
  return raw.map((gain, i) => {
    if (i <= top) return clamp(gain - mean, MOST_CUT, MOST_BOOST);
    const edge = clamp((raw[top] ?? 0) - mean, MOST_CUT, MOST_BOOST);
    return edge * Math.max(0, 1 - (i - top) / 12);
  });
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));
