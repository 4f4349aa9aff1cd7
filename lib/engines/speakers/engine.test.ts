import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSpeakersEngine, type SpeakersEngine } from './engine.ts';
import { conversation, say } from './flite-fixture.ts';

describe('the speaker engine', () => {
  let folder: string;
  let engine: SpeakersEngine;
  beforeAll(async () => {
    // Inside the project, so that the bundle finds its packages.
    folder = await mkdtemp(join(import.meta.dirname, '../../../node_modules/.speakers-'));
    const workerFile = join(folder, 'speakers-worker.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'worker.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile: workerFile,
    });
    engine = createSpeakersEngine({ workerFile });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('verifies, and leaves the samples to the caller', async () => {
    const her = await say('slt', 0);
    const length = her.length;
    expect(await engine.verify(her, her)).toEqual({
      similarity: 1,
      threshold: 0.5,
      isSameSpeaker: true,
    });
    expect(her.length).toBe(length);
  });

  it('diarizes', async () => {
    const { samples } = await conversation(['slt', 'rms', 'slt', 'rms']);
    const found = await engine.diarize(samples, { numSpeakers: 2 });
    expect(found.segments.map(({ speaker }) => speaker).slice(0, 2)).toEqual([
      'SPEAKER_00',
      'SPEAKER_01',
    ]);
  });

  it('an abort ends the work soon, and the next task finds a thread', async () => {
    const noise = Float32Array.from({ length: 16_000 * 600 }, (_, i) => Math.sin(i * i) * 0.3);
    const abort = new AbortController();
    const running = engine.diarize(noise, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('client left')), 300);
    const begun = Date.now();
    await expect(running).rejects.toThrow('client left');
    expect(Date.now() - begun).toBeLessThan(1500);
    expect((await engine.diarize(new Float32Array(1000))).numSpeakers).toBe(0);
    await expect(engine.diarize(noise, { signal: abort.signal })).rejects.toThrow('client left');
  });

  it('a worker that cannot start fails its task', async () => {
    const broken = createSpeakersEngine({ workerFile: join(folder, 'missing.mjs') });
    await expect(broken.diarize(new Float32Array(10))).rejects.toMatchObject({
      name: 'SpeakersError',
      problem: 'engine_failed',
    });
    await broken.close();
    await expect(broken.diarize(new Float32Array(10))).rejects.toMatchObject({ problem: 'closed' });
  });
});
