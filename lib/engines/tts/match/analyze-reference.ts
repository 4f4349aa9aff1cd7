import { toMono, type Pcm } from '../../../audio/pcm.ts';
import { resampleMono } from '../resample.ts';
import { envelopeOf, frequencyAt } from './envelope.ts';
import { trackPitch } from './pitch.ts';
import { syllableRate } from './syllables.ts';

/** What is taken over from a speaker. It describes a sound, it does not identify a person. */
export interface VoiceProfile {
  /** Median pitch in Hz. */
  readonly pitch: number;
  /** Half the distance between the 16th and the 84th percentile of the pitch, in semitones. */
  readonly spread: number;
  /** Mean spectrum of voiced speech in dB below its loudest point; see `envelopeOf`. */
  readonly envelope: Float64Array;
  /** Up to where the recording has sound at all, in Hz. */
  readonly bandwidth: number;
  /** Syllables a second, pauses left out. */
  readonly pace: number;
}

/** The rate everything here is analysed at, in Hz. */
const RATE = 16_000;
const LONGEST_SECONDS = 30;
const LEAST_VOICED_SECONDS = 0.5;
const AUDIBLE_DB = -50;

/**
 * Measures a recording of one speaker; its first 30 s count. `undefined` when it holds less than half a
 * second of voiced speech, so that there is nothing to match.
 */
export function analyzeReference(pcm: Pcm): VoiceProfile | undefined {
  const longest = LONGEST_SECONDS * pcm.sampleRate;
  const mono = toMono(pcm.channels.map((channel) => channel.subarray(0, longest)));
  return analyze(resampleMono(mono.map(finite), pcm.sampleRate, RATE));
}

const finite = (sample: number): number => (Number.isFinite(sample) ? sample : 0);

function analyze(samples: Float32Array): VoiceProfile | undefined {
  const track = trackPitch(samples, RATE);
  const { median, spread, seconds } = pitchStatistics(track.values, track.step);
  if (seconds < LEAST_VOICED_SECONDS) return undefined;
  const envelope = envelopeOf(samples, RATE, track);
  const top = envelope.findLastIndex((level) => level > AUDIBLE_DB);
  return {
    pitch: median,
    spread,
    envelope,
    bandwidth: frequencyAt(Math.max(top, 0)),
    pace: syllableRate(samples, RATE, track),
  };
}

/** Median in Hz, spread in semitones, and how long anything was voiced. */
export function pitchStatistics(
  values: Float32Array,
  step: number,
): { readonly median: number; readonly spread: number; readonly seconds: number } {
  const voiced = values.filter((value) => value > 0).sort();
  const at = (share: number): number => voiced[Math.floor(share * (voiced.length - 1))] ?? 0;
  return {
    median: at(0.5),
    spread: voiced.length === 0 ? 0 : 6 * Math.log2(at(0.84) / at(0.16)),
    seconds: voiced.length * step,
  };
}
