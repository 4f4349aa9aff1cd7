import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { expectOk, readJson, readText } from './answer.ts';
import type { BackendAnswer } from './client.ts';
import { readJsonText } from './json-text.ts';

const answer = (
  status: number,
  text: string,
  headers: Record<string, string> = {},
): BackendAnswer => ({
  status,
  headers,
  body: Readable.from([Buffer.from(text)], { objectMode: false }),
});

describe('expectOk', () => {
  it.each([
    [200, 200],
    [204, 204],
  ])('lets %i through', async (status) => {
    expect((await expectOk(answer(status, ''), 'L')).status).toBe(status);
  });

  it.each([
    [400, 400],
    [404, 404],
    [422, 422],
    [429, 429],
    [401, 502],
    [403, 502],
    [500, 502],
    [501, 502],
    [503, 503],
    [504, 504],
    [302, 502],
  ])('answers %i with %i', async (status, expected) => {
    await expect(expectOk(answer(status, '{"detail":"why"}'), 'L')).rejects.toMatchObject({
      status: expected,
      // What the client did wrong is said as it is; a fault of the backend by its name.
      message: expected < 500 ? 'why' : 'L: why',
    });
  });

  it('keeps what OpenAI-shaped errors say, and Retry-After', async () => {
    const text =
      '{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","param":"messages"}}';
    await expect(expectOk(answer(400, text), 'L')).rejects.toMatchObject({
      code: '400',
      message: 'too long',
      options: { type: 'exceed_context_size_error', param: 'messages' },
    });
    await expect(expectOk(answer(429, '', { 'retry-after': '7' }), 'L')).rejects.toMatchObject({
      options: { headers: { 'retry-after': '7' } },
    });
  });

  it('passes the rows of a 422 on, without what they echo', async () => {
    const row = { type: 'int_parsing', loc: ['body', 'n'], msg: 'not a number' };
    const text = JSON.stringify({ detail: [{ ...row, input: 'x'.repeat(1000) }] });
    await expect(expectOk(answer(422, text), 'L')).rejects.toMatchObject({
      status: 422,
      options: { rows: [row] },
    });
  });

  it('does not wait for an error that is told without end', async () => {
    const slow = new Readable({ read() {} });
    slow.push('{"detail":"w');
    const started = performance.now();
    const body = slow.on('error', () => {});
    await expect(expectOk({ status: 503, headers: {}, body }, 'L')).rejects.toMatchObject({
      status: 503,
    });
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('shows no page, no stack, no credential', async () => {
    const bad = async (text: string): Promise<string> => {
      try {
        await expectOk(answer(500, text), 'L');
        return '';
      } catch (error) {
        return JSON.stringify(error) + (error as Error).message;
      }
    };
    expect(await bad('<!doctype html><body>secret</body>')).not.toContain('secret');
    expect(await bad('boom\nTraceback (most recent call last)\n  File "secret.py"')).not.toContain(
      'secret',
    );
    expect(await bad('{"error":"cannot reach http://user:secret@host"}')).not.toContain('secret');
    expect((await bad('x'.repeat(100_000))).length).toBeLessThan(5000);
  });
});

it('bodies are read up to a limit', async () => {
  expect(await readText(answer(200, 'abc'), 3)).toBe('abc');
  await expect(readText(answer(200, 'abcd'), 3)).rejects.toMatchObject({ status: 502 });
  await expect(readJson(answer(200, 'nope'))).rejects.toMatchObject({
    status: 502,
    code: 'backend_bad_answer',
  });
  expect(await readJsonText(answer(200, '{"a": 1.0}'), 'L')).toBe('{"a": 1.0}');
  await expect(readJsonText(answer(200, '7'), 'L')).rejects.toMatchObject({ status: 502 });
});
