import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddingsEngine, type EmbeddingsEngine } from './engine.ts';
import { dot } from './vector.ts';

let folder: string;
let workerFile: string;
let engine: EmbeddingsEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embeddings-engine-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  workerFile = join(folder, 'embeddings-worker.mjs');
  await build({
    entryPoints: [resolve('lib/engines/embeddings/worker.ts')],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  engine = createEmbeddingsEngine({ workerFile });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const similarity = async (a: string, b: string): Promise<number> => {
  const { vectors } = await engine.embed([a, b]);
  return dot(vectors[0]!, vectors[1]!);
};

const far = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe('the vectors', () => {
  it('put paraphrases nearer than related texts, and those nearer than unrelated ones', async () => {
    const graded = await Promise.all(
      [
        ['A man is playing a guitar.', 'Someone plays the guitar.', 'The orchestra tunes up.'],
        ['How old are you?', 'What is your age?', 'When were you born, and where?'],
        ['The film was great.', 'I loved the movie.', 'The cinema was full.'],
        ['The meeting is cancelled.', 'The meeting will not take place.', 'He missed the meeting.'],
      ].map(async ([text, same, related]) => ({
        same: await similarity(text!, same!),
        related: await similarity(text!, related!),
        unrelated: await similarity(text!, 'Tomatoes need six hours of sunlight.'),
      })),
    );
    for (const { same, related, unrelated } of graded) {
      expect(same).toBeGreaterThan(related);
      expect(related).toBeGreaterThan(unrelated);
    }
    expect(Math.min(...graded.map((row) => row.same))).toBeGreaterThan(0.55);
    expect(Math.max(...graded.map((row) => row.unrelated))).toBeLessThan(0.3);
  });

  it('have length 1 and do not depend on what runs along', async () => {
    const texts = Array.from({ length: 70 }, (_, i) => `Number ${i} ${'and on '.repeat(i % 9)}`);
    const together = await engine.embed(texts);
    for (const vector of together.vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    for (const index of [0, 33, 69]) {
      const alone = await engine.embed([texts[index]!]);
      expect(far(alone.vectors[0]!, together.vectors[index]!)).toBeLessThan(1e-5);
      expect(alone.tokens[0]).toBe(together.tokens[index]);
    }
  });

  it('heed the end of a long text', async () => {
    const start = 'The river runs slowly past the old mill. '.repeat(40);
    const about = await similarity(
      start + 'Invoices are due in May. '.repeat(40),
      'Invoices are due in May.',
    );
    expect(about).toBeGreaterThan((await similarity(start, 'Invoices are due in May.')) + 0.2);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\n'],
    ['other scripts', '日本語'],
    ['emoji', '😀'],
    ['half a character', '\ud800'],
    ['one endless word', 'x'.repeat(5000)],
    ['control characters', '\u0000'],
  ])('exist for %s', async (_, text) => {
    const { vectors, tokens } = await engine.embed([text]);
    expect(dot(vectors[0]!, vectors[0]!)).toBeCloseTo(1, 5);
    expect(tokens[0]).toBeGreaterThan(0);
  });
});

describe('the engine', () => {
  it('gives each of many callers its own vectors in order', async () => {
    const callers = Array.from({ length: 30 }, (_, i) => [`caller ${i}`, `the other of ${i}`]);
    const results = await Promise.all(callers.map((texts) => engine.embed(texts)));
    const alone = await engine.embed(callers.flat());
    results
      .flatMap((result) => result.vectors)
      .forEach((vector, i) => {
        expect(far(vector, alone.vectors[i]!)).toBeLessThan(1e-5);
      });
  });

  it('serves a small request while a large one runs, and drops an aborted one', async () => {
    const abort = new AbortController();
    const large = engine.embed(Array(2000).fill('A sentence of a large batch, somewhat long.'), {
      signal: abort.signal,
    });
    const gone = expect(large).rejects.toMatchObject({ name: 'AbortError' });
    await engine.embed(['small']);
    const started = performance.now();
    abort.abort();
    await gone;
    expect(performance.now() - started).toBeLessThan(100);
    await engine.embed(['next']);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('refuses a text that is too long, and only that request', async () => {
    const long = engine.embed(['fine', ...Array(60).fill('more'), 'word '.repeat(9000), 'after']);
    const refused = expect(long).rejects.toMatchObject({ problem: 'too_long', index: 61 });
    expect((await engine.embed(['fine'])).vectors).toHaveLength(1);
    await refused;
  });

  it('does nothing for no texts or a signal that is aborted already', async () => {
    expect(await engine.embed([])).toEqual({ vectors: [], tokens: [] });
    await expect(engine.embed(['a'], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('comes back after its thread has ended from idleness', async () => {
    const idle = createEmbeddingsEngine({ workerFile, idleTimeout: 1 });
    await idle.embed(['one']);
    await new Promise((done) => setTimeout(done, 100));
    expect((await idle.embed(['two'])).vectors).toHaveLength(1);
    await idle.close();
    await expect(idle.embed(['three'])).rejects.toMatchObject({ problem: 'closed' });
  });

  it('rejects what waits when it is closed, and what cannot run', async () => {
    const closing = createEmbeddingsEngine({ workerFile });
    const waiting = expect(closing.embed(['a'])).rejects.toMatchObject({ problem: 'closed' });
    await closing.close();
    await waiting;
    const broken = createEmbeddingsEngine({ workerFile: join(folder, 'missing.mjs') });
    await expect(broken.embed(['a'])).rejects.toMatchObject({ problem: 'engine_failed' });
    await broken.close();
  });
});
