import { describe, expect, it } from 'vitest';
import { fakeBackend, type Script } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const WORDS = [
  { word: ' Hello', start: 0, end: 0.4, probability: 0.9 },
  { word: ' world.', start: 0.4, end: 0.9, probability: 0.8 },
];
/** As speaches answers: a code, words beside the segments. */
const SPEACHES = {
  task: 'transcribe',
  language: 'en',
  duration: 2.5,
  text: ' Hello world. Again.',
  words: [...WORDS, { word: ' Again.', start: 1.5, end: 2, probability: 0.7 }],
  segments: [
    { id: 1, start: 0, end: 1, text: ' Hello world.', avg_logprob: -0.1 },
    { id: 2, start: 1.4, end: 2.5, text: ' Again.', avg_logprob: -0.2 },
  ],
};
/** As whisper.cpp answers: a name, words in the segments, what it thought of languages. */
const WHISPER_CPP = {
  task: 'transcribe',
  language: 'german',
  duration: 1,
  text: ' Hallo',
  segments: [
    {
      id: 0,
      text: ' Hallo',
      start: 0,
      end: 1,
      words: [{ word: ' Hallo', start: 0, end: 1, probability: 0.5 }],
    },
  ],
  detected_language: 'german',
  detected_language_probability: 0.97,
  language_probabilities: { de: 0.97, nl: 0.02, en: 0.01 },
};

const json =
  (body: unknown): Script =>
  (req, res) => {
    req.on('end', () =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  };

async function stt(script: Script) {
  const fake = await fakeBackend(script);
  const fn = await withBackends('stt', {
    'whisper-stt': { url: fake.url, type: 'openai-transcriptions', options: { model: 'large' } },
  });
  const post = async (
    path: string,
    fields: Record<string, string> = {},
    fieldsLast = false,
  ): Promise<Response> => {
    const form = new FormData();
    const add = (): void =>
      Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    if (!fieldsLast) add();
    form.append('file', new Blob(['RIFF….']), 'a.wav');
    if (fieldsLast) add();
    return fetch(`${fn.url}${path}`, { method: 'POST', body: form });
  };
  return { fake, post };
}

const fieldsOf = (body: string): string[][] =>
  [...body.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)].map(([, name, value]) => [
    name!,
    value!,
  ]);

describe('a backend with OpenAI’s transcription API', () => {
  it.each([false, true])(
    'transcribes, with the words in their segments; fields after the file: %s',
    async (last) => {
      const { fake, post } = await stt(json(SPEACHES));
      const answer = await post(
        '/stt/transcribe',
        { language: 'en', word_timestamps: 'true' },
        last,
      );
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({
        text: 'Hello world. Again.',
        language: 'en',
        language_probability: 1,
        duration: 2.5,
        segments: [
          { id: 0, text: 'Hello world.', start: 0, end: 1, words: WORDS },
          {
            id: 1,
            text: 'Again.',
            start: 1.4,
            end: 2.5,
            words: [{ word: ' Again.', start: 1.5, end: 2, probability: 0.7 }],
          },
        ],
      });
      expect(fake.seen[0]!.url).toBe('/v1/audio/transcriptions');
      expect(
        fieldsOf(fake.seen[0]!.body).toSorted((a, b) => a.join().localeCompare(b.join())),
      ).toEqual([
        ['language', 'en'],
        ['model', 'large'],
        ['response_format', 'verbose_json'],
        ['timestamp_granularities[]', 'segment'],
        ['timestamp_granularities[]', 'word'],
      ]);
    },
  );

  it('says null for words nobody asked for, and 0 for a probability nobody told', async () => {
    const { post } = await stt(json(SPEACHES));
    const answer = (await (await post('/stt/transcribe')).json()) as Record<string, any>;
    expect(answer['segments'][0].words).toBeNull();
    expect(answer['language_probability']).toBe(0);
  });

  it('detects the language, by its code, with what the server tells of others', async () => {
    const told = await stt(json(WHISPER_CPP));
    expect(await (await told.post('/stt/detect-language')).json()).toEqual({
      detected_language: 'de',
      probability: 0.97,
      all_languages: ['de', 'nl', 'en'].map((code) => ({ code, name: code })),
    });
    const untold = await stt(json(SPEACHES));
    expect(await (await untold.post('/stt/detect-language')).json()).toEqual({
      detected_language: 'en',
      probability: 0,
      all_languages: [{ code: 'en', name: 'en' }],
    });
  });

  it('takes an answer of text alone as one segment, and one that is none for a fault', async () => {
    const plain = await stt(json({ text: ' Hi.', usage: {} }));
    expect(await (await plain.post('/stt/transcribe')).json()).toMatchObject({
      text: 'Hi.',
      language: 'unknown',
      segments: [{ id: 0, text: 'Hi.', words: null }],
    });
    const odd = await stt(json({ segments: 1 }));
    expect((await odd.post('/stt/transcribe')).status).toBe(502);
  });
});

const stream =
  (...events: string[]): Script =>
  (req, res) => {
    req.on('end', () => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events) res.write(event);
      res.end();
    });
  };
const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

describe('its streams', () => {
  it.each([
    [
      'speaches, an answer for each segment, cut anywhere',
      stream(
        data({ text: 'One.', segments: [{ start: 0, end: 1, text: ' One.' }] }).slice(0, 30),
        data({ text: 'One.', segments: [{ start: 0, end: 1, text: ' One.' }] }).slice(30),
        data({ text: 'Two.', segments: [{ start: 1, end: 2, text: ' Two.' }] }),
      ),
    ],
    [
      'OpenAI, diarized segments',
      stream(
        data({ type: 'transcript.text.delta', delta: 'One. ' }),
        data({ type: 'transcript.text.segment', id: 'a', start: 0, end: 1, text: ' One.' }),
        data({ type: 'transcript.text.segment', id: 'b', start: 1, end: 2, text: ' Two.' }),
        data({ type: 'transcript.text.done', text: 'One. Two.' }),
        'data: [DONE]\n\n',
      ),
    ],
    [
      'a server that does not stream',
      json({
        text: 'x',
        segments: [
          { start: 0, end: 1, text: ' One.' },
          { start: 1, end: 2, text: ' Two.' },
        ],
      }),
    ],
  ])('tell segment by segment, then done: %s', async (_name, script) => {
    const { post } = await stt(script);
    const text = await (await post('/stt/stream')).text();
    const events = text.split('\r\n\r\n').filter((block) => block.startsWith('event:'));
    expect(events.map((block) => block.split('\r\n')[0])).toEqual([
      'event: segment',
      'event: segment',
      'event: done',
    ]);
    expect(JSON.parse(events[1]!.split('data: ')[1]!)).toEqual({
      id: 1,
      text: 'Two.',
      start: 1,
      end: 2,
      words: [],
    });
  });

  it('make one segment of text without times', async () => {
    const { post } = await stt(
      stream(
        data({ type: 'transcript.text.delta', delta: 'One. ' }),
        data({ type: 'transcript.text.done', text: 'One. Two.' }),
      ),
    );
    expect(await (await post('/stt/stream')).text()).toContain('"text":"One. Two."');
  });

  const breaks: [string, Script][] = [
    [
      'breaks off',
      (req, res) => {
        req.on('end', () => {
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          res.write(data({ segments: [{ start: 0, end: 1, text: 'One.' }] }));
          setTimeout(() => res.destroy(), 100);
        });
      },
    ],
    [
      'sends an error',
      stream(
        data({ segments: [{ start: 0, end: 1, text: 'One.' }] }),
        data({ error: { message: 'cuda' } }),
      ),
    ],
    [
      'sends what is not JSON',
      stream(data({ segments: [{ start: 0, end: 1, text: 'One.' }] }), 'data: {oops\n\n'),
    ],
  ];
  it.each(breaks)('never look finished when the server %s', async (_name, script) => {
    const { post } = await stt(script);
    const text = await (await post('/stt/stream')).text();
    expect(text).toContain('One.');
    expect(text).toContain('event: error');
    expect(text).not.toContain('event: done');
  });

  it('end at the backend when the client leaves', async () => {
    const { fake, post } = await stt((req, res) => {
      req.on('end', () => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        res.write(data({ segments: [{ start: 0, end: 1, text: 'One.' }] }));
      });
    });
    const answer = await post('/stt/stream');
    const reader = answer.body!.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => fake.seen[0]!.abortedAt, { timeout: 5000 }).not.toBeNull();
  });
});
