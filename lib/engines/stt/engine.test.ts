import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadFlite } from '../tts/flite.ts';
import { synthesize } from '../tts/synthesize.ts';
import { findVoice } from '../tts/voices.ts';
import { confidence } from './confidence.ts';
import { createSttEngine } from './engine.ts';
import { findDecoder } from './executable.ts';
import type { Segment } from './segment.ts';

const installed = ((): boolean => {
  try {
    return Boolean(findDecoder());
  } catch {
    return false;
  }
})();

async function* pieces(samples: Float32Array, size = 8000): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

async function spoken(text: string): Promise<Float32Array> {
  return synthesize(await loadFlite(), { text, voice: findVoice('Robert.wav')!, speed: 0.9 })
    .channels[0]!;
}

/** Word error rate: edits over the words said. */
function wordErrors(said: string, heard: string): number {
  const words = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? [];
  const [a, b] = [words(said), words(heard)];
  let row = b.map((_, i) => i + 1);
  for (const [i, word] of a.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((up, j) => {
      left = Math.min(up + 1, left + 1, diagonal + (word === b[j] ? 0 : 1));
      diagonal = up;
      return left;
    });
  }
  return (row.at(-1) ?? a.length) / a.length;
}

const TEXT =
  'The weather was warm and sunny when we went to the market this morning. We bought bread and cheese and some apples for the children. In the afternoon my sister came to visit us and we had a long talk in the garden.';

it('names the command that installs what is missing', () => {
  expect(() => findDecoder(undefined, '/nowhere')).toThrow(/install/);
  expect(() => createSttEngine({ executable: '/nowhere/pocketsphinx' }).check()).toThrow(/install/);
});

it('refuses a language it does not know', async () => {
  const segments = createSttEngine().listen(pieces(new Float32Array(16_000)), { language: 'de' });
  await expect(segments.next()).rejects.toMatchObject({ problem: 'unsupported_language' });
});

it('takes few words of low posterior for no language', () => {
  expect(confidence([])).toBe(0);
  expect(
    confidence([
      { word: 'a', start: 0, end: 1, probability: 0.2 },
      { word: 'b', start: 1, end: 4, probability: 0.6 },
    ]),
  ).toBeCloseTo(0.5);
});

describe.runIf(installed)('with pocketsphinx', () => {
  it('hears clean speech with at most a quarter of the words wrong, in order and in time', async () => {
    const samples = await spoken(TEXT);
    const segments: Segment[] = [];
    for await (const segment of createSttEngine().listen(pieces(samples))) segments.push(segment);
    expect(wordErrors(TEXT, segments.map(({ text }) => text).join(' '))).toBeLessThanOrEqual(0.25);
    const words = segments.flatMap((segment) => segment.words);
    for (const [i, word] of words.entries())
      expect(word.start).toBeGreaterThanOrEqual(words[i - 1]?.start ?? 0);
    expect(words.at(-1)!.end).toBeLessThanOrEqual(samples.length / 16_000 + 1);
    expect(await createSttEngine().detectLanguage(pieces(samples))).toMatchObject({
      language: 'en',
    });
  });

  it('hears nothing in silence and calls it no language', async () => {
    const silence = new Float32Array(32_000);
    const segments: Segment[] = [];
    for await (const segment of createSttEngine().listen(pieces(silence))) segments.push(segment);
    expect(segments).toEqual([]);
    expect(await createSttEngine().detectLanguage(pieces(silence))).toEqual({
      language: 'und',
      probability: 0,
    });
  });

  it('gives the first segment while the recording still comes', async () => {
    const sentence = await spoken('This is the first sentence.');
    let fed = 0;
    const slow = async function* (): AsyncGenerator<Float32Array> {
      for (let i = 0; i < 6; i++) {
        fed = i;
        yield sentence;
        yield new Float32Array(24_000);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    };
    const segments = createSttEngine().listen(slow());
    await segments.next();
    expect(fed).toBeLessThan(5);
    await segments.return(undefined);
  });

  it('dies with its client, at once', async () => {
    const leaving = new AbortController();
    const endless = async function* (): AsyncGenerator<Float32Array> {
      for (;;) {
        yield new Float32Array(16_000);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const segments = createSttEngine({ concurrency: 1 }).listen(endless(), {
      signal: leaving.signal,
    });
    const next = segments.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = performance.now();
    leaving.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
    expect(performance.now() - started).toBeLessThan(100);
    if (process.platform === 'linux') expect(children()).toEqual([]);
  });

  it('passes on what is wrong with the samples', async () => {
    const broken = async function* (): AsyncGenerator<Float32Array> {
      yield new Float32Array(1000);
      throw new RangeError('bad audio');
    };
    await expect(createSttEngine().listen(broken()).next()).rejects.toThrow('bad audio');
  });
});

/** Decoders this process has running. */
const children = (): string[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('pocketsphinx') &&
          !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
        );
      } catch {
        return false;
      }
    });
