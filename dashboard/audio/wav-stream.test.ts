import { expect, test } from 'vitest';
import { encodeWav } from './encode-wav.ts';
import { wavReader } from './wav-stream.ts';

const samples = Float32Array.from({ length: 500 }, (_, at) => Math.sin(at / 9) * 0.7);

test.each([1, 5, 44, 333, 2000])('in pieces of %i bytes every sample arrives', async (size) => {
  const bytes = new Uint8Array(await encodeWav(samples, 22_050).arrayBuffer());
  const wav = wavReader();
  const heard: number[] = [];
  for (let at = 0; at < bytes.length; at += size)
    heard.push(...wav.push(bytes.slice(at, at + size)));
  expect(wav.format()).toEqual({ channels: 1, sampleRate: 22_050 });
  expect(heard.length).toBe(500);
  heard.forEach((sample, at) =>
    expect(Math.abs(sample - (samples.at(at) ?? 9))).toBeLessThan(0.001),
  );
});

test('what is not WAV is refused', () => {
  expect(() => wavReader().push(new TextEncoder().encode('{"error":"no"}'))).toThrow('not WAV');
});
