import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durationOf } from '../../audio/pcm.ts';
import { createTtsEngine, type TtsEngine } from './engine.ts';

let folder: string;
let engine: TtsEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tts-engine-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [resolve('lib/engines/tts/worker.ts')],
    outfile: join(folder, 'tts-worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  engine = createTtsEngine({ workerFile: pathToFileURL(join(folder, 'tts-worker.mjs')) });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const LONG = 'The river runs slowly past the old mill. '.repeat(400);

describe('the engine in its thread', () => {
  it('speaks with the default voice', async () => {
    const speech = await engine.speak({ text: 'Good morning, everybody.' });
    expect(speech.voice).toBe('Alice.wav');
    expect(durationOf(speech.pcm)).toBeGreaterThan(1);
  });

  it('stops at once when asked to, and goes on with the next task', async () => {
    const abort = new AbortController();
    const long = engine.speak({ text: LONG, signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    await expect(long).rejects.toMatchObject({ name: 'AbortError' });
    const next = await engine.speak({ text: 'Still here.' });
    expect(durationOf(next.pcm)).toBeGreaterThan(0.5);
  });

  it('does nothing for a signal that is aborted already', async () => {
    await expect(
      engine.speak({ text: 'Hello.', signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('speaks like a recording', async () => {
    const text = 'The next train to the city leaves from platform four.';
    const { pcm: reference } = await engine.speak({ text, voice: 'Thomas.wav' });
    const speech = await engine.speak({ text, reference });
    expect(speech.voice).toBeNull();
    expect(speech.referencePitch).toBeGreaterThan(90);
    expect(speech.referencePitch).toBeLessThan(115);
  });

  it('reports a thread that cannot start, and drops what it says when closed', async () => {
    const broken = createTtsEngine({ workerFile: join(folder, 'missing.mjs') });
    await expect(broken.speak({ text: 'Hello.' })).rejects.toMatchObject({
      problem: 'synthesis_failed',
    });
    await broken.close();
    const closing = createTtsEngine({ workerFile: join(folder, 'tts-worker.mjs') });
    const dropped = expect(closing.speak({ text: LONG })).rejects.toMatchObject({
      problem: 'synthesis_failed',
    });
    await closing.close();
    await dropped;
  });

  it('refuses an unknown voice and a speed out of range', async () => {
    await expect(engine.speak({ text: 'Hello.', voice: 'Nobody.wav' })).rejects.toMatchObject({
      problem: 'unknown_voice',
    });
    await expect(engine.speak({ text: 'Hello.', speed: 5 })).rejects.toMatchObject({
      problem: 'bad_speed',
    });
    await expect(engine.speak({ text: 'Hello.', speed: Number.NaN })).rejects.toMatchObject({
      problem: 'bad_speed',
    });
  });

  it('lists its voices without showing how they are made', () => {
    expect(engine.voices()[0]).toEqual({
      id: 'Alice.wav',
      name: 'Alice',
      gender: 'female',
      language: 'en',
      description: 'American, clear and even',
    });
  });
});
