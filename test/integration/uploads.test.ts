import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const MIB = 1024 * 1024;

/** Posts a form whose file is made while it is sent; resolves with the status and the text. */
function upload(
  url: string,
  fileBytes: number,
  fieldsBehind = '',
): Promise<{ status: number; text: string }> {
  const boundary = 'b0';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      { method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
      (res) => {
        let text = '';
        res.on('data', (chunk) => (text += String(chunk)));
        res.on('end', () => resolve({ status: res.statusCode!, text }));
      },
    );
    req.on('error', reject);
    req.write(head);
    const chunk = Buffer.alloc(MIB, 7);
    let left = fileBytes;
    const pump = (): void => {
      while (left > 0 && !req.destroyed) {
        const piece = left >= MIB ? chunk : chunk.subarray(0, left);
        left -= piece.length;
        if (!req.write(piece)) {
          req.once('drain', pump);
          return;
        }
      }
      req.end(`\r\n${fieldsBehind}--${boundary}--\r\n`);
    };
    pump();
  });
}

const peakRss = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

const RESULT = { text: 'a', language: 'en', language_probability: 1, duration: 1, segments: [] };

it.runIf(process.platform === 'linux')(
  '500 MB go through to the backend with a peak below 150 MB of memory',
  async () => {
    const whisper = await fakeBackend(afterBody(200, RESULT), false);
    const stt = await withBackends('stt', { 'whisper-stt': whisper.url });
    const answer = await upload(`${stt.url}/stt/transcribe`, 500 * MIB);
    expect(answer).toEqual({ status: 200, text: JSON.stringify(RESULT) });
    expect(whisper.seen[0]!.bytes).toBeGreaterThan(500 * MIB);
    expect(peakRss(stt.child.pid!) / MIB).toBeLessThan(150);
  },
);

it('a file over the limit is 413 while it is read, and the backend sees no end', async () => {
  const whisper = await fakeBackend(afterBody(200, RESULT), false);
  const stt = await withBackends(
    'stt',
    { 'whisper-stt': whisper.url },
    { SYNAPSE_MAX_AUDIO_BYTES: '2MiB' },
  );
  const answer = await upload(`${stt.url}/stt/transcribe`, 20 * MIB);
  expect(answer.status).toBe(413);
  expect(answer.text).toContain('"code":"file_too_large"');
  expect(whisper.seen.length).toBeLessThanOrEqual(1);
  for (const seen of whisper.seen) expect(seen.bytes).toBeLessThan(4 * MIB);
});

it('a bad field behind the file aborts the backend and answers 422', async () => {
  const whisper = await fakeBackend(afterBody(200, RESULT), false);
  const stt = await withBackends('stt', { 'whisper-stt': whisper.url });
  const field = '--b0\r\ncontent-disposition: form-data; name="word_timestamps"\r\n\r\nperhaps\r\n';
  const answer = await upload(`${stt.url}/stt/transcribe`, MIB, field);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('word_timestamps');
  await expect.poll(() => whisper.seen.every((seen) => seen.abortedAt !== null)).toBe(true);
});

it('always says whether word times are wanted, and passes name and type on', async () => {
  const whisper = await fakeBackend(afterBody(200, RESULT));
  const stt = await withBackends('stt', { 'whisper-stt': whisper.url });
  await upload(`${stt.url}/stt/transcribe`, 10);
  const form = new FormData();
  form.append('language', 'de');
  form.append('word_timestamps', 'on');
  form.append('file', new Blob(['x'], { type: 'audio/ogg' }), 'ü.ogg');
  await fetch(`${stt.url}/stt/transcribe`, {
    method: 'POST',
    body: form,
    headers: { 'x-request-id': 'r-1', traceparent: '00-1-2-01', authorization: 'Bearer mine' },
  });
  expect(whisper.seen[0]!.body).toMatch(/name="word_timestamps"\r\n\r\nfalse\r\n/);
  const { body, headers } = whisper.seen[1]!;
  expect(body).toMatch(
    /name="language"\r\n\r\nde\r\n[^]*name="word_timestamps"\r\n\r\ntrue\r\n[^]*name="file"; filename="Ã¼.ogg"\r\ncontent-type: audio\/ogg/,
  );
  expect(headers).toMatchObject({ 'x-request-id': 'r-1', traceparent: '00-1-2-01' });
  expect(headers.authorization).toBeUndefined();
});
