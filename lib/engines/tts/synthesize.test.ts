import { beforeAll, describe, expect, it } from 'vitest';
import { durationOf, type Pcm } from '../../audio/pcm.ts';
import { loadFlite, type Flite } from './flite.ts';
import { synthesize } from './synthesize.ts';
import { DEFAULT_VOICE, findVoice, VOICES } from './voices.ts';

let flite: Flite;
beforeAll(async () => {
  flite = await loadFlite();
});

const SENTENCE = 'The river runs slowly past the old mill and under the stone bridge.';

const say = (text: string, voice = DEFAULT_VOICE, speed = 1): Pcm =>
  synthesize(flite, { text, voice: findVoice(voice)!, speed });

const peak = (pcm: Pcm): number =>
  pcm.channels[0]!.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

const level = (pcm: Pcm): number =>
  Math.sqrt(pcm.channels[0]!.reduce((sum, x) => sum + x * x, 0) / pcm.channels[0]!.length);

describe('synthesizing', () => {
  it.each(VOICES.map(({ id }) => id))('%s speaks at a common level without clipping', (id) => {
    const pcm = say(SENTENCE, id);
    expect(pcm.sampleRate).toBe(16_000);
    expect(durationOf(pcm)).toBeGreaterThan(2.8);
    expect(durationOf(pcm)).toBeLessThan(6.5);
    expect(level(pcm)).toBeGreaterThan(0.05);
    expect(level(pcm)).toBeLessThan(0.15);
    expect(peak(pcm)).toBeLessThan(0.98);
  });

  it('gives every voice a sound of its own', () => {
    const said = VOICES.map(({ id }) => Buffer.from(say(SENTENCE, id).channels[0]!.buffer));
    expect(new Set(said.map((bytes) => bytes.toString('base64'))).size).toBe(VOICES.length);
  });

  it.each([0.25, 0.5, 2, 4])('lasts 1/%d as long at that speed', (speed) => {
    const factor = durationOf(say(SENTENCE)) / durationOf(say(SENTENCE, DEFAULT_VOICE, speed));
    expect(factor / speed).toBeGreaterThan(0.85);
    expect(factor / speed).toBeLessThan(1.15);
  });

  it('says what flite would drop', () => {
    const spare = durationOf(say('It is there.')) + 0.3;
    expect(durationOf(say('It is €50 there.'))).toBeGreaterThan(spare);
  });

  it('is much faster than speech, however long the text', () => {
    const started = process.cpuUsage();
    const pcm = say(`${SENTENCE} `.repeat(30));
    const { user, system } = process.cpuUsage(started);
    expect(durationOf(pcm)).toBeGreaterThan(90);
    expect(durationOf(pcm) / ((user + system) / 1e6)).toBeGreaterThan(10);
  });

  it('makes a short silence of a text with nothing to say', () => {
    const pcm = say('🎉 …');
    expect(durationOf(pcm)).toBeGreaterThan(0.05);
    expect(peak(pcm)).toBe(0);
  });

  it('does not take text for options', () => {
    expect(durationOf(say('--help -o play'))).toBeGreaterThan(0.5);
  });
});
