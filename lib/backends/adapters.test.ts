import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  afterBody,
  fakeBackend,
  type FakeBackend,
  type Script,
} from '../../test/support/fake-backend.ts';
import { createChatterbox } from './chatterbox.ts';
import { createBackends, type Backend } from './client.ts';
import { createDeepfilter } from './deepfilter.ts';
import { fileUpload } from './file-upload.ts';
import { forwardHeaders } from './forward-headers.ts';
import { createLlamaRouter, routerPort } from './llama-router.ts';
import type { CallContext, Upload } from './post-form.ts';
import { createPyannote } from './pyannote.ts';
import { createWhisper } from './whisper.ts';

const signal = new AbortController().signal;
const context: CallContext = { signal, headers: { 'x-request-id': 'r' } };
const upload: Upload = {
  contentType: 'multipart/form-data; boundary=b',
  body: async function* () {
    yield Buffer.from('form');
  },
};

async function talk(script: Script): Promise<{ fake: FakeBackend; backend: Backend }> {
  const fake = await fakeBackend(script);
  const config = {
    name: 'b',
    urls: [fake.url],
    type: 't',
    health: '/health',
    connections: 4,
    headers: {},
    options: {},
    timeouts: { connectSeconds: 1, headersSeconds: 5, idleSeconds: 5 },
  };
  const backends = createBackends(
    { backends: new Map([['b', config]]), routes: new Map() },
    { log: { warn: () => {}, info: () => {} } },
  );
  onTestFinished(() => backends.close());
  return { fake, backend: backends.get('b') };
}

const audio: Script = (req, res) => {
  req.on('end', () => res.writeHead(200, { 'content-type': 'audio/wav' }).end('RIFF'));
};

describe('chatterbox', () => {
  it('speaks with the default voice, or like a reference', async () => {
    const { fake, backend } = await talk(audio);
    const chatterbox = createChatterbox(backend);
    const speech = { text: 'a', language: 'en', speed: 1, splitText: true };
    await chatterbox.speak(speech, context);
    await chatterbox.speak({ ...speech, language: '', speed: 1.5, reference: 'r.wav' }, context);
    expect(fake.seen.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([
      [
        '/tts',
        {
          text: 'a',
          split_text: true,
          language: 'en',
          voice_mode: 'predefined',
          predefined_voice_id: 'Alice.wav',
        },
      ],
      [
        '/tts',
        {
          text: 'a',
          split_text: true,
          speed_factor: 1.5,
          voice_mode: 'clone',
          reference_audio_filename: 'r.wav',
        },
      ],
    ]);
    expect(fake.seen[0]!.headers['x-request-id']).toBe('r');
  });

  it('uploads a file from disk and takes the name it gets', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'synapse-upload-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'a.wav'), 'samples');
    const { fake, backend } = await talk(afterBody(200, { uploaded_files: ['stored.wav'] }));
    const form = fileUpload('files', 'voice_ref_001.wav', join(directory, 'a.wav'));
    expect(await createChatterbox(backend).uploadReference(form, context)).toBe('stored.wav');
    expect(fake.seen[0]!.body).toMatch(
      /name="files"; filename="voice_ref_001.wav"\r\ncontent-type: audio\/wav\r\n\r\nsamples\r\n--/,
    );
  });

  it('says when nothing was stored, and whether a copy was forgotten', async () => {
    const refused = await talk(afterBody(200, { uploaded_files: [], errors: [{}] }));
    await expect(
      createChatterbox(refused.backend).uploadReference(upload, context),
    ).rejects.toMatchObject({ status: 502, code: 'reference_upload_failed' });
    const able = await talk(afterBody(200, {}));
    expect(await createChatterbox(able.backend).deleteReference('a b.wav', context)).toBe(true);
    expect(able.fake.seen[0]).toMatchObject({
      method: 'DELETE',
      url: '/reference_files/a%20b.wav',
    });
    const unable = await talk(afterBody(404, {}));
    expect(await createChatterbox(unable.backend).deleteReference('a', context)).toBe(false);
  });

  it('takes a page sent as success for what it is', async () => {
    const { backend } = await talk(
      (req, res) =>
        void req.on('end', () => res.writeHead(200, { 'content-type': 'text/html' }).end('<p>')),
    );
    await expect(
      createChatterbox(backend).speak(
        { text: 'a', language: 'en', speed: 1, splitText: true },
        context,
      ),
    ).rejects.toMatchObject({ status: 502 });
  });
});

describe('whisper, pyannote and deepfilter', () => {
  it('post their forms to their paths', async () => {
    const { fake, backend } = await talk(afterBody(200, '{"n":1.50}'));
    expect(await createWhisper(backend).transcribe(upload, context, () => ({}))).toBe('{"n":1.50}');
    await createWhisper(backend).detectLanguage(upload, context);
    await createPyannote(backend).diarize(upload, context);
    await createPyannote(backend).verify(upload, context);
    expect(fake.seen.map(({ url, body }) => [url, body])).toEqual(
      ['/transcribe', '/detect-language', '/diarize', '/verify'].map((path) => [path, 'form']),
    );
    await expect(createWhisper(backend).stream(upload, context)).rejects.toMatchObject({
      status: 502,
    });
    await expect(createDeepfilter(backend).denoise(upload, context)).rejects.toMatchObject({
      status: 502,
    });
  });

  it('give streams on as they are', async () => {
    const events = await talk(
      (req, res) =>
        void req.on('end', () =>
          res.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: done\n\n'),
        ),
    );
    expect((await createWhisper(events.backend).stream(upload, context)).status).toBe(200);
    const sound = await talk(audio);
    expect(
      (await createDeepfilter(sound.backend).convert(upload, context)).headers['content-type'],
    ).toBe('audio/wav');
  });
});

describe('the llama.cpp router', () => {
  it('lists, and takes "already" and "not running" for done', async () => {
    const { fake, backend } = await talk((req, res) => {
      const messages: Record<string, string> = {
        '/models/load': 'model is already running',
        '/models/unload': 'model is not running',
      };
      const said = messages[req.url!];
      req.on('end', () =>
        said
          ? res.writeHead(400).end(JSON.stringify({ error: { message: said } }))
          : res.end('{"data":[{"id":"m"}]}'),
      );
    });
    const port = routerPort(createLlamaRouter(backend), {});
    expect(await port.list(signal)).toEqual([{ id: 'm' }]);
    await port.load('m', signal);
    await port.unload('m', signal);
    expect(fake.seen.map(({ url }) => url)).toEqual(['/models', '/models/load', '/models/unload']);
  });

  it('names what it refuses, and a list that is none', async () => {
    const { backend } = await talk(afterBody(400, { error: { message: 'no room' } }));
    await expect(createLlamaRouter(backend).load('m', context)).rejects.toMatchObject({
      status: 400,
      message: 'LLM router error: no room',
    });
    const mixed = await talk((_req, res) =>
      res.end(JSON.stringify({ object: 'list', data: [null, { id: 7 }, { id: 'm' }] })),
    );
    expect(await createLlamaRouter(mixed.backend).models(context)).toEqual({
      object: 'list',
      data: [{ id: 'm' }],
    });
    const odd = await talk(afterBody(200, { data: [{ name: 'x' }] }));
    await expect(createLlamaRouter(odd.backend).models(context)).rejects.toMatchObject({
      status: 502,
    });
  });
});

it('forwards the request id, traces and where the request came from, nothing else', () => {
  const incoming = {
    traceparent: 't',
    'x-forwarded-for': ['a', 'b'] as unknown as string,
    authorization: 'secret',
    cookie: 'c',
  };
  expect(forwardHeaders(incoming, 'r')).toEqual({
    'x-request-id': 'r',
    traceparent: 't',
    'x-forwarded-for': 'a, b',
  });
});
