import { describe, expect, it } from 'vitest';
import { analyzeReference } from './match/analyze-reference.ts';
import speakTask from './worker.ts';

describe('the task of the thread', () => {
  it('speaks with the voice it is given', async () => {
    const speech = await speakTask({ text: 'Good morning.', voice: 'robert', speed: 1 });
    expect(speech).toMatchObject({ voice: 'Robert.wav', referencePitch: null });
  });

  it('speaks like the reference', async () => {
    const text = 'The next train to the city leaves from platform four.';
    const { pcm: reference } = await speakTask({ text, voice: 'Ian.wav', speed: 1 });
    const speech = await speakTask({ text, voice: 'Alice.wav', speed: 1, reference });
    expect(speech.voice).toBeNull();
    expect(speech.referencePitch).toBeGreaterThan(115);
    const heard = analyzeReference(speech.pcm)!;
    expect(Math.abs(heard.pitch / speech.referencePitch! - 1)).toBeLessThan(0.05);
  });

  it('falls back to the voice where the reference has no speech in it', async () => {
    const reference = { sampleRate: 16_000, channels: [new Float32Array(16_000)] };
    const speech = await speakTask({ text: 'Good morning.', voice: '', speed: 1, reference });
    expect(speech).toMatchObject({ voice: 'Alice.wav', referencePitch: null });
  });

  it('refuses a voice it does not have', async () => {
    await expect(
      speakTask({ text: 'Hello.', voice: 'Nobody.wav', speed: 1 }),
    ).rejects.toMatchObject({ name: 'TtsError', problem: 'unknown_voice' });
  });
});
