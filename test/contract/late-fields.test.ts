import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { describe, expect, inject, it } from 'vitest';
import { decodeWav } from '../../lib/audio/wav.ts';
import { speech } from './client.ts';
import { at } from './host.ts';

const TEXT = 'Hello, this is a small test of my new voice. Please listen to it with care.';

const field = (name: string, value: string): string =>
  `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

/** A form whose last fields come a moment after the last byte of its file. */
async function postLate(
  path: string,
  early: string,
  late: string,
): Promise<{ status: number; body: Buffer }> {
  const file = Buffer.from(await speech(TEXT));
  const req = request(at(inject('host'), path), {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
  });
  const answered = once(req, 'response') as Promise<[IncomingMessage]>;
  req.write(`${early}--B\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`);
  req.write(Buffer.concat([file, Buffer.from('\r\n')]));
  setTimeout(() => req.end(`${late}--B--\r\n`), 400);
  const [res] = await answered;
  const chunks = (await res.toArray()) as Buffer[];
  return { status: res.statusCode!, body: Buffer.concat(chunks) };
}

describe('fields behind the file', () => {
  it.each([
    ['/speakers/diarize', field('num_speakers', '0')],
    ['/stt/transcribe', field('word_timestamps', 'perhaps')],
    ['/stt/transcribe', field('language', 'fr')],
    ['/audio/convert', field('sample_rate', '7')],
    ['/audio/convert', field('output_format', 'mp3') + field('sample_rate', '96000')],
  ])('are checked: %s %j', async (path, late) => {
    const { status, body } = await postLate(path, '', late);
    expect(status).toBe(422);
    expect(JSON.parse(body.toString())).toMatchObject({
      detail: [{ loc: ['body', expect.stringMatching(/num_sp|word_t|language|sample_rate/)] }],
    });
  });

  it('count: how many speakers', async () => {
    const { body } = await postLate('/speakers/diarize', '', field('num_speakers', '1'));
    expect(JSON.parse(body.toString())).toMatchObject({ num_speakers: 1 });
  });

  it('count: words and their times', async () => {
    const { body } = await postLate('/stt/transcribe', '', field('word_timestamps', 'true'));
    const { segments } = JSON.parse(body.toString()) as { segments: { words: unknown[] }[] };
    expect(segments[0]!.words.length).toBeGreaterThan(3);
  });

  it('count: the sample rate, whatever came first', async () => {
    const { body } = await postLate(
      '/audio/convert',
      field('output_format', 'wav'),
      field('sample_rate', '8000'),
    );
    expect(decodeWav(body).sampleRate).toBe(8000);
  });
});
