import { describe, expect, it } from 'vitest';
import { call, expectError, postForm, speech } from './client.ts';

const SENTENCE = 'The weather is nice today and the people are walking in the park.';

interface Transcription {
  readonly text: string;
  readonly language: string;
  readonly duration: number;
  readonly segments: readonly {
    id: number;
    text: string;
    start: number;
    end: number;
    words: null | readonly { word: string; start: number; end: number; probability: number }[];
  }[];
}

describe('POST /stt/transcribe', () => {
  it('writes down what was said', async () => {
    const answer = await postForm('/stt/transcribe', ['file', await speech(SENTENCE), 'a.wav']);
    expect(answer.status).toBe(200);
    const result = (await answer.json()) as Transcription;
    const heard = new Set(result.text.toLowerCase().split(/\W+/));
    const said = SENTENCE.toLowerCase().match(/\w+/g)!;
    expect(said.filter((word) => heard.has(word)).length / said.length).toBeGreaterThan(0.6);
    expect(result.duration).toBeGreaterThan(2);
    expect(result.segments.length).toBeGreaterThan(0);
    for (const segment of result.segments) expect(segment.words).toBeNull();
  });

  it.each(['before', 'behind'])(
    'times every word when asked, the field %s the file',
    async (place) => {
      const file = ['file', await speech(SENTENCE), 'a.wav'] as const;
      const field = ['word_timestamps', 'yes'] as const;
      const answer = await postForm(
        '/stt/transcribe',
        ...(place === 'before' ? [field, file] : [file, field]),
      );
      const { segments } = (await answer.json()) as Transcription;
      const words = segments.flatMap((segment) => segment.words ?? []);
      expect(words.length).toBeGreaterThan(5);
      for (const [i, word] of words.entries()) {
        expect(word.end).toBeGreaterThanOrEqual(word.start);
        expect(word.start).toBeGreaterThanOrEqual(words[i - 1]?.start ?? 0);
        expect(word.probability).toBeGreaterThanOrEqual(0);
        expect(word.probability).toBeLessThanOrEqual(1);
      }
    },
  );

  it('answers bad audio and bad fields with a 4xx that says so', async () => {
    const bad = await postForm('/stt/transcribe', [
      'file',
      new TextEncoder().encode('this is no audio at all'),
      'a.wav',
    ]);
    expect((await expectError(bad, 422)).error.message).toMatch(/audio/);
    const field = await postForm(
      '/stt/transcribe',
      ['word_timestamps', 'perhaps'],
      ['file', await speech(SENTENCE), 'a.wav'],
    );
    expect((await expectError(field, 422)).detail).toMatchObject([
      { loc: ['body', 'word_timestamps'], type: 'bool_parsing' },
    ]);
    const none = await postForm('/stt/transcribe', ['language', 'en']);
    expect((await expectError(none, 422)).detail).toMatchObject([
      { loc: ['body', 'file'], type: 'missing' },
    ]);
  });
});

it('POST /stt/detect-language tells English with its confidence', async () => {
  const answer = await postForm('/stt/detect-language', ['file', await speech(SENTENCE), 'a.wav']);
  expect(answer.status).toBe(200);
  const result = (await answer.json()) as {
    detected_language: string;
    probability: number;
    all_languages: object[];
  };
  expect(result.detected_language).toBe('en');
  expect(result.probability).toBeGreaterThan(0.5);
});

it('POST /stt/stream sends segments, then done', async () => {
  const answer = await postForm('/stt/stream', ['file', await speech(SENTENCE), 'a.wav']);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const text = await answer.text();
  expect(text).toMatch(/event: segment\r\ndata: \{.*"words":\[/);
  expect(text).toMatch(/event: done\r\ndata: \{\}\r\n\r\n$/);
});

it('what is no form is 415', async () => {
  await expectError(
    await call('/stt/transcribe', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    }),
    415,
  );
});
