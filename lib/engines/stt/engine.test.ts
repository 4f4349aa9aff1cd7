import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFlite } from '../tts/flite.ts';
import { synthesize } from '../tts/synthesize.ts';
import { findVoice } from '../tts/voices.ts';
import { confidence } from './confidence.ts';
import { wordErrorRate } from '../../../test/support/word-error-rate.ts';
import { createSttEngine } from './engine.ts';
import { findDecoder, type Decoder } from './executable.ts';

/** The decoder of this machine; `null` leaves out what needs it. */
const decoder = ((): Decoder | null => {
  try {
    return findDecoder();
  } catch (error) {
    console.warn(`speech-to-text is not tested: ${(error as Error).message}`);
    return null;
  }
})();

async function* pieces(samples: Float32Array, size = 8000): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

async function spoken(text: string): Promise<Float32Array> {
  return synthesize(await loadFlite(), { text, voice: findVoice('Robert.wav')!, speed: 0.9 })
    .channels[0]!;
}

const TEXT =
  'The weather was warm and sunny when we went to the market this morning. We bought bread and cheese and some apples for the children. In the afternoon my sister came to visit us and we had a long talk in the garden.';

it('says at once what is missing', () => {
  const engine = createSttEngine({ executable: '/nowhere/pocketsphinx' });
  expect(() => engine.check()).toThrow(expect.objectContaining({ problem: 'missing_tool' }));
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

describe.runIf(decoder)('with pocketsphinx', { timeout: 90_000 }, () => {
  const before = process.env['TMPDIR'];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stt-engine-'));
    process.env['TMPDIR'] = folder;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('hears clean speech with at most a quarter of the words wrong, in order and in time', async () => {
    const samples = await spoken(TEXT);
    const heard = await createSttEngine().transcribe(pieces(samples));
    expect(wordErrorRate(TEXT, heard.text)).toBeLessThanOrEqual(0.25);
    expect(heard.duration).toBeCloseTo(samples.length / 16_000);
    expect(heard.language).toBe('en');
    expect(heard.languageProbability).toBeGreaterThan(0.5);
    expect(heard.segments.map(({ id }) => id)).toEqual(heard.segments.map((_, i) => i));
    const words = heard.segments.flatMap((segment) => segment.words);
    let at = 0;
    for (const { start, end } of words) {
      expect(start).toBeGreaterThanOrEqual(at - 0.011);
      expect(end).toBeGreaterThan(start);
      at = end;
    }
    expect(at).toBeLessThanOrEqual(heard.duration + 0.03);
  });

  it.runIf(decoder?.flavour === 'batch').each(['continuous', 'batch'])(
    'hears by pocketsphinx_%s too',
    async (name) => {
      const executable = join(dirname(decoder!.command), `pocketsphinx_${name}`);
      const sentence = 'They drove the old car to the city and came back at night.';
      const engine = createSttEngine({ executable });
      const { text } = await engine.transcribe(pieces(await spoken(sentence)));
      expect(wordErrorRate(sentence, text)).toBeLessThanOrEqual(0.25);
    },
  );

  it('keeps time and little of the recording over three minutes', async () => {
    const sentence = await spoken('This is a good day for a walk in the garden.');
    const every = 15;
    let read = 0;
    let ahead = 0;
    const recording = async function* (): AsyncGenerator<Float32Array> {
      for (let i = 0; i < 12; i++) {
        const part = new Float32Array(every * 16_000);
        part.set(sentence);
        for await (const chunk of pieces(part)) {
          read += chunk.length / 16_000;
          yield chunk;
        }
      }
    };
    const starts: number[] = [];
    for await (const { start } of createSttEngine().listen(recording())) {
      ahead = Math.max(ahead, read - start);
      starts.push(Math.round(start));
    }
    expect(starts).toEqual(Array.from({ length: 12 }, (_, i) => i * every));
    expect(ahead).toBeLessThan(75);
  });

  it('hears nothing in silence and calls it no language', async () => {
    const silence = new Float32Array(32_000);
    const engine = createSttEngine();
    expect(await engine.transcribe(pieces(silence))).toEqual({
      text: '',
      language: 'und',
      languageProbability: 0,
      duration: 2,
      segments: [],
    });
    expect(await engine.detectLanguage(pieces(silence))).toEqual({
      language: 'und',
      probability: 0,
    });
  });

  it('tells English from what is none', async () => {
    const samples = await spoken(TEXT);
    const engine = createSttEngine();
    expect(await engine.detectLanguage(pieces(samples))).toMatchObject({ language: 'en' });
    const backwards = await engine.detectLanguage(pieces(samples.toReversed()));
    expect(backwards.language).toBe('und');
    expect(backwards.probability).toBeLessThan(0.5);
  });

  it('gives the first segment while the recording still comes', async () => {
    const sentence = await spoken('This is the first sentence.');
    let fed = 0;
    const slow = async function* (): AsyncGenerator<Float32Array> {
      for (let i = 0; i < 8; i++) {
        fed = i;
        yield sentence;
        yield new Float32Array(24_000);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    };
    const segments = createSttEngine().listen(slow());
    await segments.next();
    expect(fed).toBeLessThan(7);
    await segments.return(undefined);
    expect(children()).toEqual([]);
  });

  it('dies with its client, at once', async () => {
    const text = await spoken(TEXT);
    const leaving = new AbortController();
    const endless = async function* (): AsyncGenerator<Float32Array> {
      for (;;) yield* pieces(text);
    };
    const segments = createSttEngine().listen(endless(), { signal: leaving.signal });
    const next = segments.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (process.platform === 'linux') expect(children()).not.toEqual([]);
    const started = performance.now();
    leaving.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
    expect(performance.now() - started).toBeLessThan(100);
    expect(children()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes on what is wrong with the samples', async () => {
    const broken = async function* (): AsyncGenerator<Float32Array> {
      yield new Float32Array(1000);
      throw new RangeError('bad audio');
    };
    await expect(createSttEngine().listen(broken()).next()).rejects.toThrow('bad audio');
  });
});

/** Decoders this process has running, where the system tells. */
const children = (): string[] => {
  if (process.platform !== 'linux') return [];
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
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
};
