import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleWorker } from '../../../test/support/bundle-worker.ts';
import {
  bytesOf,
  collect,
  decodeAll,
  joinSamples,
  levelAt,
  tone,
  wavOf,
} from '../../audio/fixtures.ts';
import { wavHeader } from '../../audio/wav.ts';
import { createAudioEngine, type AudioEngine } from './engine.ts';

const wav = wavOf(44_100, tone(440, 44_100, 2));

/** A WAV of any length, made while it is read. */
async function* endless(seconds: number, taken: { seconds: number } = { seconds: 0 }) {
  yield wavHeader({ channels: 1, sampleRate: 44_100, bitsPerSample: 16 });
  const second = wav.subarray(44, 44 + 88_200);
  for (; taken.seconds < seconds; taken.seconds++) yield second;
}

const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

describe('the audio engine', () => {
  let worker: Awaited<ReturnType<typeof bundleWorker>>;
  let engine: AudioEngine;
  beforeAll(async () => {
    worker = await bundleWorker(join(import.meta.dirname, 'worker.ts'));
    engine = createAudioEngine({ workerFile: worker.workerFile, threads: 2 });
  });
  afterAll(async () => {
    await engine.close();
    worker.remove();
  });

  test('converts', async () => {
    const source = bytesOf(wav, 1000);
    const mp3 = await decodeAll(await collect(engine.convert(source, { format: 'mp3' })));
    expect(mp3).toMatchObject({ codec: 'mp3', sampleRate: 44_100, channels: 1 });
    expect(levelAt(440, mp3.samples, 44_100)).toBeGreaterThan(-7.5);
  });

  test('reports a thread that cannot start', async () => {
    const broken = createAudioEngine({ workerFile: join(worker.folder, 'missing.mjs') });
    await expect(collect(broken.denoise(bytesOf(wav)))).rejects.toThrow();
    await broken.close();
  });

  test('denoises', async () => {
    const out = await collect(engine.denoise(bytesOf(wav)));
    expect(out.length).toBe(44 + 2 * 96_000);
  });

  test('gives speech as 16 kHz mono, and its length', async () => {
    const speech = engine.speech(
      bytesOf(wavOf(44_100, tone(440, 44_100, 1), tone(440, 44_100, 1))),
    );
    const chunks: Float32Array[] = [];
    for await (const chunk of speech) chunks.push(chunk);
    expect(joinSamples(chunks).length).toBe(16_000);
    expect(speech.seconds).toBe(1);
  });

  test('the bytes given stay usable', async () => {
    const own = Uint8Array.from(wav);
    await collect(engine.convert(bytesOf(own, own.length), { format: 'flac' }));
    expect(Buffer.compare(own, wav)).toBe(0);
  });

  test('errors come back as what they were', async () => {
    const convert = (source: AsyncIterable<Uint8Array>, sampleRate?: number) =>
      collect(engine.convert(source, { format: 'mp3', sampleRate }));
    await expect(convert(bytesOf(Buffer.from('no audio at all')))).rejects.toMatchObject({
      name: 'AudioError',
      problem: 'unknown_format',
    });
    await expect(convert(bytesOf(wav), 44_000)).rejects.toThrow(/48000 Hz/);
    const upload = Object.assign(new Error('too large'), { status: 413 });
    async function* failing() {
      yield wav.subarray(0, 1000);
      throw upload;
    }
    await expect(convert(failing())).rejects.toBe(upload);
    const speech = engine.speech(endless(100), { maxSeconds: 5 });
    await expect(drain(speech)).rejects.toMatchObject({ problem: 'too_long' });
  });

  test('more jobs than threads all get done', async () => {
    const jobs = Array.from({ length: 7 }, () =>
      collect(engine.convert(bytesOf(wav), { format: 'flac' })),
    );
    const files = await Promise.all(jobs);
    expect(new Set(files.map((file) => file.length)).size).toBe(1);
  });

  test('an abort ends a job soon, and the next one finds a thread', async () => {
    for (let i = 0; i < 4; i++) {
      const abort = new AbortController();
      const taken = { seconds: 0 };
      const source = endless(1e6, taken);
      const running = drain(engine.convert(source, { format: 'ogg', signal: abort.signal }));
      setTimeout(() => abort.abort(new Error('client left')), 150);
      const begun = Date.now();
      await expect(running).rejects.toThrow('client left');
      expect(Date.now() - begun).toBeLessThan(1000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const then = taken.seconds;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(taken.seconds).toBe(then);
    }
    await collect(engine.convert(bytesOf(wav), { format: 'flac' }));
  });

  test('an abort reaches a job whose source stands still', async () => {
    const abort = new AbortController();
    async function* stalled() {
      yield wav.subarray(0, 5000);
      await new Promise(() => undefined);
    }
    const running = drain(engine.denoise(stalled(), { signal: abort.signal }));
    setTimeout(() => abort.abort(new Error('client left')), 100);
    await expect(running).rejects.toThrow('client left');
  });

  test('a worker that does not come back is ended', async () => {
    const workerFile = join(worker.folder, 'spinning.mjs');
    await writeFile(workerFile, 'export default () => { for (;;); };');
    const spinning = createAudioEngine({ workerFile, threads: 1 });
    const begun = process.cpuUsage();
    for (let i = 0; i < 2; i++) {
      const signal = AbortSignal.timeout(50);
      await expect(drain(spinning.denoise(bytesOf(wav), { signal }))).rejects.toThrow('timeout');
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await spinning.close();
    expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(2);
  });

  test('a file that keeps its thread busy without end is refused', async () => {
    const workerFile = join(worker.folder, 'stuck.mjs');
    const body = 'output.postMessage({ alive: true }); setTimeout(() => { for (;;); }, 50)';
    await writeFile(workerFile, `export default ({ output }) => new Promise(() => { ${body} });`);
    const stuck = createAudioEngine({ workerFile, threads: 1, stallSeconds: 0.3 });
    await expect(drain(stuck.denoise(bytesOf(wav)))).rejects.toMatchObject({
      name: 'AudioError',
      problem: 'bad_audio',
    });
    await stuck.close();
  });

  test('jobs still in line when they are aborted never run', async () => {
    const abort = new AbortController();
    const long = Array.from({ length: 2 }, () =>
      drain(engine.convert(endless(1e6), { format: 'mp3', signal: abort.signal })),
    );
    const taken = { seconds: 0 };
    const signal = AbortSignal.timeout(50);
    const waiting = drain(engine.convert(endless(1e6, taken), { format: 'mp3', signal }));
    await expect(waiting).rejects.toThrow('timeout');
    expect(taken.seconds).toBe(0);
    abort.abort(new Error('over'));
    for (const job of long) await expect(job).rejects.toThrow('over');
    expect((await collect(engine.denoise(bytesOf(wav)))).length).toBeGreaterThan(44);
  });

  test('a reader that leaves ends the source', async () => {
    let closed = false;
    async function* source() {
      try {
        yield* endless(1e6);
      } finally {
        closed = true;
      }
    }
    for await (const _ of engine.convert(source(), { format: 'mp3' })) break;
    await expect.poll(() => closed).toBe(true);
  });

  test('a reader that waits holds the source back', async () => {
    const taken = { seconds: 0 };
    const out = engine.speech(endless(1e6, taken))[Symbol.asyncIterator]();
    await out.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken.seconds).toBeLessThan(30);
    await out.return?.();
  });

  test('twenty minutes go through in bounded memory, and the event loop stays free', async () => {
    await drain(engine.convert(endless(20), { format: 'mp3' }));
    const before = megabytes();
    const started = performance.eventLoopUtilization();
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, megabytes());
    }, 10);
    let bytes = 0;
    const source = endless(1200);
    for await (const chunk of engine.convert(source, { format: 'flac', sampleRate: 16_000 }))
      bytes += chunk.length;
    clearInterval(timer);
    expect(bytes).toBeGreaterThan(1e6);
    expect(peak - before).toBeLessThan(120);
    // A share of time, as a delay would also measure what else this machine does.
    expect(performance.eventLoopUtilization(started).utilization).toBeLessThan(0.6);
  }, 60_000);
});

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of chunks);
}
