import { beforeAll, describe, expect, it } from 'vitest';
import type { Pcm } from '../../../audio/pcm.ts';
import { loadFlite, type Flite } from '../flite.ts';
import { playFaster } from '../resample.ts';
import { synthesize } from '../synthesize.ts';
import { findVoice, VOICES } from '../voices.ts';
import { analyzeReference } from './analyze-reference.ts';
import { formantFactor } from './formant-factor.ts';

let flite: Flite;
beforeAll(async () => {
  flite = await loadFlite();
});

const TEXT = 'She opened the window and looked out over the quiet garden.';
const say = (name: string, speed = 1): Pcm =>
  synthesize(flite, { text: TEXT, voice: findVoice(name)!, speed });

const mono = (length: number, sampleRate: number, at: (i: number) => number): Pcm => ({
  sampleRate,
  channels: [Float32Array.from({ length }, (_, i) => at(i))],
});

const buzz = (pitch: number, sampleRate: number): Pcm =>
  mono(sampleRate * 2, sampleRate, (i) => {
    let sum = 0;
    for (let h = 1; h * pitch < 3500; h++)
      sum += Math.sin((2 * Math.PI * h * pitch * i) / sampleRate) / h;
    return 0.2 * sum;
  });

describe('analyzing a reference', () => {
  it.each([
    [70, 16_000],
    [123, 44_100],
    [210, 8000],
    [330, 48_000],
  ])('finds the pitch of a %d Hz buzz at %d Hz', (pitch, sampleRate) => {
    const profile = analyzeReference(buzz(pitch, sampleRate))!;
    expect(Math.abs(profile.pitch / pitch - 1)).toBeLessThan(0.01);
    expect(profile.spread).toBeLessThan(0.2);
  });

  it.each(VOICES.map(({ name, pitch }) => [name, pitch] as const))(
    'finds the pitch %s is meant to have',
    (name, pitch) => {
      expect(Math.abs(analyzeReference(say(name))!.pitch / pitch - 1)).toBeLessThan(0.08);
    },
  );

  it('averages the channels', () => {
    const { sampleRate, channels } = say('Alice');
    const twice = analyzeReference({ sampleRate, channels: [channels[0]!, channels[0]!] })!;
    expect(twice.pitch).toBeCloseTo(analyzeReference({ sampleRate, channels })!.pitch, 3);
  });

  it('hears that fast speech is faster', () => {
    expect(analyzeReference(say('Robert', 1.5))!.pace).toBeGreaterThan(
      1.15 * analyzeReference(say('Robert', 0.8))!.pace,
    );
  });

  it('hears larger and smaller heads', () => {
    const { sampleRate, channels } = say('Alice');
    const plain = analyzeReference({ sampleRate, channels })!;
    const heard = (factor: number): number => {
      const moved = analyzeReference({ sampleRate, channels: [playFaster(channels[0]!, factor)] })!;
      return formantFactor(moved, plain);
    };
    expect(heard(1)).toBeCloseTo(1, 2);
    expect(heard(1.1)).toBeGreaterThan(1.01);
    expect(heard(1.1)).toBeLessThan(1.14);
    expect(heard(0.9)).toBeLessThan(0.99);
    expect(heard(0.9)).toBeGreaterThan(0.86);
  });

  it('finds nothing to match in silence, noise, blips and broken samples', () => {
    expect(analyzeReference(mono(48_000, 16_000, () => 0))).toBeUndefined();
    expect(analyzeReference(mono(48_000, 16_000, () => Math.random() - 0.5))).toBeUndefined();
    expect(analyzeReference(mono(3000, 16_000, (i) => Math.sin(i / 20)))).toBeUndefined();
    expect(analyzeReference(mono(48_000, 16_000, () => Number.NaN))).toBeUndefined();
    expect(analyzeReference({ sampleRate: 16_000, channels: [] })).toBeUndefined();
    expect(analyzeReference(mono(0, 16_000, () => 0))).toBeUndefined();
  });
});
