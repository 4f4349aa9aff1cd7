import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { expectAudio, expectWav } from './audio-answer.ts';

const answer = (type: string, chunks: readonly string[], status = 200) => ({
  status,
  headers: { 'content-type': type },
  body: Readable.from(
    chunks.map((text) => Buffer.from(text)),
    { objectMode: false },
  ),
});

it.each([
  ['nothing', answer('audio/wav', [])],
  ['no content', answer('audio/wav', [], 204)],
  ['a part', answer('audio/wav', ['RIFF'], 206)],
  ['JSON', answer('application/json', ['{}'])],
  ['a page', answer('text/html; charset=utf-8', ['<html>'])],
])('%s is no audio', async (_name, given) => {
  await expect(expectAudio(given, 'L')).rejects.toMatchObject({ status: 502 });
});

it('what is no WAV is told by its first bytes, which are not lost', async () => {
  await expect(expectWav(answer('audio/wav', ['\x1f\x8b gzip']), 'L')).rejects.toMatchObject({
    status: 502,
  });
  const { body } = await expectWav(answer('audio/wav', ['RIFF1234WAVE', ' and more']), 'L');
  expect(Buffer.concat((await body.toArray()) as Buffer[]).toString()).toBe(
    'RIFF1234WAVE and more',
  );
});

it('audio that comes late is waited for, and fails as its body does', async () => {
  const late = answer('audio/mpeg', []);
  const body = new Readable({ read() {} });
  setTimeout(() => body.push('ID3'), 50);
  setTimeout(() => body.push(null), 60);
  expect((await (await expectAudio({ ...late, body }, 'L')).body.toArray()).join('')).toBe('ID3');
  const broken = new Readable({ read() {} });
  setTimeout(() => broken.destroy(new Error('broke')), 50);
  await expect(expectAudio({ ...late, body: broken }, 'L')).rejects.toThrow('broke');
});
