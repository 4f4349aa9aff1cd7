import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { rawRequest } from '../support/raw-request.ts';
import { withBackends } from '../support/with-backends.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);

describe('JSON nobody can print', () => {
  it.each([
    ['objects', deep('{"a":', '}').replace('}', '1}')],
    ['lists', deep('[', ']')],
  ])('%s nested 20,000 deep are 422 where they do not fit', async (_, nested) => {
    const tts = await withBackends('tts', {});
    const fields = [`{"text":${nested}}`, `{"text":"x","speed":${nested}}`, `{"other":${nested}}`];
    for (const body of [nested, ...fields]) {
      const answer = await fetch(`${tts.url}/tts/synthesize`, {
        method: 'POST',
        headers: JSON_TYPE,
        body,
      });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request' } });
    }
  });
});

describe('a multipart body that breaks off', () => {
  const head = (name: string): string =>
    `--B\r\ncontent-disposition: form-data; name="${name}"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  const cases = [
    ['stt', '/stt/transcribe', 'file', 'whisper-stt'],
    ['speakers', '/speakers/diarize', 'file', 'pyannote-speaker'],
    ['audio', '/audio/denoise', 'file', 'deepfilter-audio'],
  ] as const;

  it.each(cases)(
    '%s %s is 400, and no fault of the backend',
    async (name, path, field, backendName) => {
      const backend = await fakeBackend(afterBody(200, { ok: true }));
      const running = await withBackends(name, { [backendName]: backend.url });
      const body = `${head(field)}${'x'.repeat(200_000)}`;
      // More often than the breaker forgives.
      for (let turn = 0; turn < 8; turn++) {
        const answer = await fetch(`${running.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=B' },
          body,
        });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ error: { code: 'malformed_multipart' } });
      }
      expect(running.output()).not.toContain('stray');
    },
  );

  it.each(cases)(
    '%s %s cut in mid-upload is the client leaving',
    async (name, path, field, backendName) => {
      const backend = await fakeBackend(afterBody(200, { ok: true }));
      const running = await withBackends(name, { [backendName]: backend.url });
      for (let turn = 0; turn < 8; turn++) {
        const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
        await once(socket, 'connect');
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=B\r\ncontent-length: 1000000\r\n\r\n${head(field)}${'x'.repeat(100_000)}`,
        );
        await expect.poll(() => backend.seen.length).toBe(turn + 1);
        socket.destroy();
        await expect.poll(() => backend.seen[turn]!.abortedAt).not.toBeNull();
      }
      expect(running.output()).not.toContain('stray');
      expect(running.output()).not.toContain('breaker');
    },
  );

  it('POST /voices is 400 and leaves nothing behind', async () => {
    const running = await withBackends('voices', {});
    const answer = await fetch(`${running.url}/voices`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: `--B\r\ncontent-disposition: form-data; name="name"\r\n\r\nAda\r\n${head('files')}RIFF${'x'.repeat(70_000)}`,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'malformed_multipart' } });
    expect(await (await fetch(`${running.url}/voices`)).json()).toEqual([]);
  });
});

describe('odd requests', () => {
  it('are answered in our shape', async () => {
    const { url } = await withBackends('voices', {});
    await fetch(`${url}/voices`);
    const wrong = await rawRequest(url, 'NOT HTTP AT ALL\r\n\r\n');
    expect(wrong).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"malformed_request"/);
    const large = await rawRequest(
      url,
      `GET /voices HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(40_000)}\r\n\r\n`,
    );
    expect(large).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers_too_large"/);
    const expecting = await rawRequest(
      url,
      'GET /voices HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\n\r\n',
    );
    expect(expecting).toMatch(/^HTTP\/1\.1 417 [\s\S]*"code":"expectation_failed"/);
    const old = await rawRequest(url, 'GET /voices HTTP/1.0\r\n\r\n');
    expect(old).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('compressed bodies are 415', async () => {
    const { url } = await withBackends('tts', {});
    const answer = await fetch(`${url}/tts/synthesize`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
      body: 'x',
    });
    expect(answer.status).toBe(415);
  });

  it('fields named like parts of every object are fields like any other', async () => {
    const { url } = await withBackends('voices', {});
    const form = new FormData();
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      form.set(name, 'x');
    form.set('name', 'Ada');
    const answer = await fetch(`${url}/voices`, { method: 'POST', body: form });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { param: 'files' } });
  });

  it('a voice name with control characters is refused', async () => {
    const { url } = await withBackends('voices', {});
    for (const name of ['a\nb', 'a\u202eb', '\u0000a\u0000b']) {
      const form = new FormData();
      form.set('name', name);
      form.set('files', new Blob(['x']), 'a.wav');
      const answer = await fetch(`${url}/voices`, { method: 'POST', body: form });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ error: { param: 'name' } });
    }
  });
});
