import { beforeAll, describe, expect, it } from 'vitest';
import { durationOf, type Pcm } from '../../../audio/pcm.ts';
import { loadFlite, type Flite } from '../flite.ts';
import { resampleMono } from '../resample.ts';
import { synthesize } from '../synthesize.ts';
import { findVoice } from '../voices.ts';
import { analyzeReference, type VoiceProfile } from './analyze-reference.ts';
import { matchVoice } from './match-voice.ts';
import { speakLike } from './speak-like.ts';

const HEARD =
  'She opened the window and looked out over the quiet garden. The next train to the city leaves from platform four at nine.';
const SAID = 'The river runs slowly past the old mill. Please call me back tomorrow morning.';

let flite: Flite;
beforeAll(async () => {
  flite = await loadFlite();
});

const recording = (voice: string): Pcm =>
  synthesize(flite, { text: HEARD, voice: findVoice(voice)!, speed: 1 });

const profileOf = (pcm: Pcm): VoiceProfile => analyzeReference(pcm)!;

/** RMS difference of two mean spectra in dB, 200 Hz to 4 kHz. */
function distance(a: VoiceProfile, b: VoiceProfile): number {
  const squares = a.envelope.slice(6, 57).map((level, i) => (level - b.envelope[i + 6]!) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** The steepest step between samples against the hundredth steepest: a click stands alone. */
const clickiness = ({ channels: [samples] }: Pcm): number => {
  const steps = samples!.map((sample, i) => Math.abs(sample - (samples![i - 1] ?? 0))).sort();
  return steps.at(-1)! / steps.at(-100)!;
};

const peak = (pcm: Pcm): number =>
  pcm.channels[0]!.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('speaking like a recording', () => {
  it.each(['Emily', 'Olivia', 'Elena', 'Henry', 'Eli', 'Ian', 'Michael'])(
    'comes within a twentieth of the pitch of %s and close to its colour',
    (voice) => {
      const reference = profileOf(recording(voice));
      const spoken = speakLike(flite, SAID, 1, reference);
      const matched = profileOf(spoken);
      expect(matched.pitch / reference.pitch).toBeGreaterThan(0.95);
      expect(matched.pitch / reference.pitch).toBeLessThan(1.05);
      expect(peak(spoken)).toBeLessThan(0.98);
      expect(distance(matched, reference)).toBeLessThan(4);
    },
  );

  it('follows the speed', () => {
    const reference = profileOf(recording('Ian'));
    const [slow, fast] = [0.5, 2].map((speed) => speakLike(flite, SAID, speed, reference));
    const factor = durationOf(slow!) / durationOf(fast!);
    expect(factor).toBeGreaterThan(3.4);
    expect(factor).toBeLessThan(4.6);
  });

  it('matches a narrow-band recording at another sample rate', () => {
    const { channels } = recording('Olivia');
    const reference = profileOf({
      sampleRate: 8000,
      channels: [resampleMono(channels[0]!, 16_000, 8000)],
    });
    expect(reference.bandwidth).toBeLessThan(5000);
    const matched = profileOf(speakLike(flite, SAID, 1, reference));
    expect(Math.abs(matched.pitch / reference.pitch - 1)).toBeLessThan(0.05);
  });

  it('is at least ten times as fast as speech', () => {
    const reference = recording('Emily');
    const started = process.cpuUsage();
    const spoken = speakLike(flite, SAID.repeat(6), 1, profileOf(reference));
    const { user, system } = process.cpuUsage(started);
    expect(durationOf(spoken) / ((user + system) / 1e6)).toBeGreaterThan(10);
  });
});

describe('matching given audio', () => {
  it('moves the pitch by more than a fifth, keeps the duration and makes no clicks', () => {
    const low = recording('Robert');
    const high = profileOf(recording('Alice'));
    const matched = matchVoice(low, high);
    expect(matched.channels[0]).toHaveLength(low.channels[0]!.length);
    expect(Math.abs(profileOf(matched).pitch / high.pitch - 1)).toBeLessThan(0.05);
    expect(distance(profileOf(matched), high)).toBeLessThan(distance(profileOf(low), high) / 1.3);
    expect(clickiness(matched)).toBeLessThan(1.2 * clickiness(low));
  });

  it('leaves audio without a voice in it alone', () => {
    const silence = { sampleRate: 16_000, channels: [new Float32Array(8000)] };
    expect(matchVoice(silence, profileOf(recording('Alice')))).toEqual(silence);
  });

  it('stays silent in silence and finite with hostile input', () => {
    const spikes = Float32Array.from({ length: 16_000 }, (_, i) => (i % 160 === 0 ? 1 : 0));
    const matched = matchVoice(
      { sampleRate: 16_000, channels: [spikes] },
      profileOf(recording('Ian')),
    );
    expect(peak(matched)).toBeLessThan(0.98);
    expect(matched.channels[0]!.every(Number.isFinite)).toBe(true);
  });
});
