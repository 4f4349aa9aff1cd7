import { describe, expect, it } from 'vitest';
import { decodeWav, parseWavHeader } from '../../lib/audio/wav.ts';
import { durationOf } from '../../lib/audio/pcm.ts';
import { call, expectError, postForm, postJson, speech, stack } from './client.ts';

const LONG =
  'This is the first sentence of a longer text. The second one follows right behind it. And here is the third and last one.';

describe('POST /tts/synthesize', () => {
  it('answers WAV as an attachment', async () => {
    const answer = await postJson('/tts/synthesize', { text: 'Hello, this is a test.' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=synapse_tts.wav');
    const seconds = durationOf(decodeWav(new Uint8Array(await answer.arrayBuffer())));
    expect(seconds).toBeGreaterThan(0.8);
    expect(seconds).toBeLessThan(5);
  });

  it('heeds the speed', async () => {
    const slow = await postJson('/tts/synthesize', { text: LONG, speed: '0.7' });
    const fast = await postJson('/tts/synthesize', { text: LONG, speed: 1.5 });
    const [a, b] = await Promise.all(
      [slow, fast].map(async (answer) =>
        durationOf(decodeWav(new Uint8Array(await answer.arrayBuffer()))),
      ),
    );
    expect(a! / b!).toBeGreaterThan(1.5);
  });

  it.each([
    [{}, ['body', 'text'], 'missing'],
    [{ text: '' }, ['body', 'text'], 'string_too_short'],
    [{ text: 'x'.repeat(5001) }, ['body', 'text'], 'string_too_long'],
    [{ text: 'a', speed: 3 }, ['body', 'speed'], 'less_than_equal'],
    [{ text: 'a', speed: 'fast' }, ['body', 'speed'], 'float_parsing'],
    [{ text: 'a', split_sentences: 'maybe' }, ['body', 'split_sentences'], 'bool_parsing'],
    [{ text: 7 }, ['body', 'text'], 'string_type'],
  ])('answers %j with 422 and the field', async (body, loc, type) => {
    const error = await expectError(await postJson('/tts/synthesize', body), 422);
    expect(error.detail).toMatchObject([{ loc, type }]);
    expect(error.error.param).toBe(loc[1]);
  });

  it('counts characters, not UTF-16 units', async () => {
    const error = await expectError(
      await postJson('/tts/synthesize', { text: '😀'.repeat(5001) }),
      422,
    );
    expect(error.detail).toMatchObject([{ type: 'string_too_long' }]);
  });

  it('refuses what is not JSON', async () => {
    const form = await call('/tts/synthesize', {
      method: 'POST',
      body: 'text=a',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    await expectError(form, 415);
    const broken = await call('/tts/synthesize', {
      method: 'POST',
      body: '{"text":',
      headers: { 'content-type': 'application/json' },
    });
    // The stock framework parses JSON itself and answers before any function runs.
    if (stack() === 'framework') expect(broken.status).toBe(400);
    else expect((await expectError(broken, 422)).detail).toMatchObject([{ type: 'json_invalid' }]);
  });

  it('answers 404 for a voice it does not have', async () => {
    const error = await expectError(
      await postJson('/tts/synthesize', { text: 'a', voice_id: 'no-such-voice' }),
      404,
    );
    expect(error.error.code).toBe('voice_not_found');
    await expectError(await postJson('/tts/synthesize', { text: 'a', voice_id: '../../etc' }), 404);
  });
});

describe('POST /tts/stream', () => {
  it('starts before it has spoken the last sentence, with one header', async () => {
    const answer = await postJson('/tts/stream', { text: LONG });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.get('content-length')).toBeNull();
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(parseWavHeader(bytes)!.dataBytes).toBe(Infinity);
    expect(Buffer.from(bytes).toString('latin1').split('RIFF').length).toBe(2);
    expect(durationOf(decodeWav(bytes))).toBeGreaterThan(4);
  });

  it('leaves out what has no sound, unless there is nothing else', async () => {
    const mixed = await postJson('/tts/stream', { text: 'Hello there. 🎉🎉. Good bye.' });
    expect(mixed.status).toBe(200);
    expect((await mixed.arrayBuffer()).byteLength).toBeGreaterThan(20_000);
    if (mixed.headers.get('x-synapse-engine') !== 'embedded-flite') return;
    for (const path of ['/tts/stream', '/tts/synthesize']) {
      const { detail } = await expectError(await postJson(path, { text: 'Привет мир' }), 422);
      expect(detail).toMatchObject([{ loc: ['body', 'text'] }]);
    }
  });

  it('checks its body like synthesize', async () => {
    await expectError(await postJson('/tts/stream', { text: '' }), 422);
  });
});

describe('predefined voices', () => {
  it.each(['Robert', 'Alice.wav'])('%s speaks', async (voice) => {
    for (const path of ['/tts/synthesize', '/tts/stream']) {
      const answer = await postJson(path, { text: 'Hello there.', voice });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-synapse-voice')).toBe(voice);
      expect(durationOf(decodeWav(new Uint8Array(await answer.arrayBuffer())))).toBeGreaterThan(
        0.3,
      );
    }
  });

  it('sound different from each other, and the default is Alice', async () => {
    const said = async (voice: string | null): Promise<Buffer> =>
      Buffer.from(
        await (await postJson('/tts/synthesize', { text: 'Hello there.', voice })).arrayBuffer(),
      );
    const [none, alice, robert] = [await said(null), await said('Alice'), await said('Robert')];
    expect(alice.equals(none)).toBe(true);
    expect(robert.equals(none)).toBe(false);
  });

  it('are a 404 when the backend does not have them, and not heeded beside a voice_id', async () => {
    for (const path of ['/tts/synthesize', '/tts/stream'])
      await expectError(await postJson(path, { text: 'a', voice: 'Nobody' }), 404);
    await expectError(await postJson('/tts/synthesize', { text: 'a', voice: 7 }), 422);
    const { error } = await expectError(
      await postJson('/tts/synthesize', { text: 'a', voice: 'Robert', voice_id: 'no-such-voice' }),
      404,
    );
    expect(error.code).toBe('voice_not_found');
  });
});

describe('cloned voices', () => {
  it('speak, stream and interpolate', async () => {
    const reference = await speech(
      'A quick brown fox jumps over the lazy dog, and then it sleeps in the warm sun for a while.',
    );
    const made = await postForm('/voices', ['name', 'Cloned'], ['files', reference, 'a.wav']);
    expect(made.status).toBe(201);
    const { voice_id: voice } = (await made.json()) as { voice_id: string };
    const spoken = await postJson('/tts/synthesize', {
      text: 'Hello in another voice.',
      voice_id: voice,
    });
    expect(spoken.status).toBe(200);
    expect(spoken.headers.get('x-synapse-voice')).toBe(voice);
    expect(spoken.headers.get('x-synapse-voice-mode')).toBe('matched');
    expect(durationOf(decodeWav(new Uint8Array(await spoken.arrayBuffer())))).toBeGreaterThan(0.8);
    const streamed = await postJson('/tts/stream', { text: LONG, voice_id: voice });
    expect(durationOf(decodeWav(new Uint8Array(await streamed.arrayBuffer())))).toBeGreaterThan(4);
    const blended = await postJson('/tts/interpolate', {
      text: 'Both.',
      voices: [
        { voice_id: voice, weight: 0.5 },
        { voice_id: voice, weight: 0.5 },
      ],
    });
    expect(blended.status).toBe(200);
    expect(blended.headers.get('content-disposition')).toBe(
      'attachment; filename=synapse_interpolate.wav',
    );
    expect(blended.headers.get('x-synapse-voice')).toBe(voice);
    await blended.arrayBuffer();
    expect((await call(`/voices/${voice}`, { method: 'DELETE' })).status).toBe(200);
    await expectError(await postJson('/tts/synthesize', { text: 'Gone.', voice_id: voice }), 404);
  });
});

describe('POST /tts/interpolate', () => {
  it.each([
    [[{ voice_id: 'a', weight: 1 }], ['body', 'voices'], 'too_short'],
    [
      [
        { voice_id: 'a', weight: 0.5 },
        { voice_id: 'b', weight: 0.4 },
      ],
      ['body'],
      'value_error',
    ],
    [
      [
        { voice_id: 'a', weight: 0 },
        { voice_id: 'b', weight: 1 },
      ],
      ['body', 'voices', 0, 'weight'],
      'greater_than',
    ],
  ])('answers %j with a row', async (voices, loc, type) => {
    const error = await expectError(await postJson('/tts/interpolate', { text: 'a', voices }), 422);
    expect(error.detail).toMatchObject([{ loc, type }]);
  });

  it('answers 404 for the first voice it does not have', async () => {
    await expectError(
      await postJson('/tts/interpolate', {
        text: 'a',
        voices: [
          { voice_id: 'x', weight: 0.5 },
          { voice_id: 'y', weight: 0.5 },
        ],
      }),
      404,
    );
  });
});

it('GET /tts/languages lists 23, in order', async () => {
  const languages = (await (await call('/tts/languages')).json()) as {
    code: string;
    name: string;
  }[];
  expect(languages).toHaveLength(23);
  expect(languages.slice(0, 2)).toEqual([
    { code: 'en', name: 'English' },
    { code: 'de', name: 'German' },
  ]);
  expect(languages.at(-1)).toEqual({ code: 'uk', name: 'Ukrainian' });
});
