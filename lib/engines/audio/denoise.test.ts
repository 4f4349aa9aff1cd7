import { describe, expect, test } from 'vitest';
import type { AudioChunk } from '../../audio/audio-stream.ts';
import { bytesOf, channelOf, collect, noise, rms, snr, wavOf } from '../../audio/fixtures.ts';
import { decodeWav } from '../../audio/wav.ts';
import { denoise, denoiseChunks } from './denoise.ts';

const RATE = 48_000;

/** Voiced sound like speech: harmonics of a gliding pitch under formants, in syllables with pauses. */
function voice(seconds: number): Float32Array {
  const formants = [
    [500, 80],
    [1500, 120],
    [2500, 160],
  ] as const;
  const out = new Float32Array(RATE * seconds);
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const time = i / RATE;
    const pitch = 120 + 20 * Math.sin(2 * Math.PI * 0.7 * time);
    phase += pitch / RATE;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * time)) ** 0.5;
    if (syllable === 0) continue;
    let sum = 0;
    for (let h = 1; h * pitch < 4000; h++) {
      const gain = formants.reduce((g, [f, w]) => g + 1 / (1 + ((h * pitch - f) / w) ** 2), 0.01);
      sum += gain * Math.sin(2 * Math.PI * h * phase);
    }
    out[i] = 0.08 * syllable * sum;
  }
  return out;
}

async function* pieces(samples: Float32Array, size: number): AsyncGenerator<AudioChunk> {
  for (let at = 0; at < samples.length; at += size) yield [samples.subarray(at, at + size)];
}

describe('denoise', () => {
  test('noise around speech goes, speech stays in place', async () => {
    const clean = voice(4);
    const noisy = clean.map((x, i) => x + noisePart[i]!);
    const out = await channelOf(denoiseChunks(pieces(noisy, 4000), 1));
    const late = (x: Float32Array): Float32Array => x.subarray(RATE);
    expect(snr(late(clean), late(out))).toBeGreaterThan(snr(late(clean), late(noisy)) + 3);
    expect(rms(pauses(out))).toBeLessThan(rms(pauses(noisy)) / 5);
    const shifted = snr(late(clean), late(out), 200);
    expect(shifted - snr(late(clean), late(out), 24)).toBeLessThan(0.1);
  });

  test('is exactly as long as its input, however that is cut', async () => {
    for (const length of [1, 479, 480, 481, 10_000, 48_000]) {
      for (const size of [100, 480, 100_000]) {
        const out = await channelOf(denoiseChunks(pieces(noise(length, 0.1), size), 1));
        expect([length, size, out.length]).toEqual([length, size, length]);
      }
    }
  });

  test('any file becomes a 48 kHz WAV, each channel by itself', async () => {
    const source = wavOf(16_000, noise(16_000, 0.2), new Float32Array(16_000));
    const { sampleRate, channels } = decodeWav(await collect(denoise(bytesOf(source))));
    expect(sampleRate).toBe(48_000);
    expect(channels.map((samples) => samples.length)).toEqual([48_000, 48_000]);
    expect(rms(channels[1]!)).toBeLessThan(1e-4);
    expect(rms(channels[0]!.subarray(24_000))).toBeLessThan(0.06);
  });
});

const noisePart = noise(RATE * 4, 0.05);

/** The second half of each half second. */
const pauses = (samples: Float32Array): Float32Array =>
  samples.filter((_, i) => i > RATE && (i / RATE) % 0.5 > 0.3 && (i / RATE) % 0.5 < 0.48);
