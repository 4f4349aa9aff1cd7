import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from '../../../test/support/bundle-worker.ts';
import { createSpeakersEngine, type SpeakersEngine } from './engine.ts';
import { conversation, say } from './flite-fixture.ts';

describe('the speaker engine', () => {
  let worker: Awaited<ReturnType<typeof bundleWorker>>;
  let engine: SpeakersEngine;
  beforeAll(async () => {
    worker = await bundleWorker(join(import.meta.dirname, 'worker.ts'));
    engine = createSpeakersEngine({ workerFile: worker.workerFile });
  });
  afterAll(async () => {
    await engine.close();
    worker.remove();
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
    const broken = createSpeakersEngine({ workerFile: join(worker.folder, 'missing.mjs') });
    await expect(broken.diarize(new Float32Array(10))).rejects.toMatchObject({
      name: 'SpeakersError',
      problem: 'engine_failed',
    });
    await broken.close();
    await expect(broken.diarize(new Float32Array(10))).rejects.toMatchObject({ problem: 'closed' });
  });
});
