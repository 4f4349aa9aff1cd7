import { describe, expect, it } from 'vitest';
import { wavHeader } from '../../lib/audio/wav.ts';
import { fakeBackend, type Script } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const form = (): FormData => {
  const data = new FormData();
  data.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
  return data;
};
const LIMIT = { SYNAPSE_REQUEST_LIMIT_SECONDS: '2' };

const events: Script = (req, res) => {
  req.resume();
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const timer = setInterval(() => res.write('event: segment\r\ndata: {}\r\n\r\n'), 100);
  res.on('close', () => clearInterval(timer));
};
const audio: Script = (req, res) => {
  req.resume();
  res.writeHead(200, { 'content-type': 'audio/wav' });
  res.write(wavHeader({ sampleRate: 16_000, channels: 1, bitsPerSample: 16 }));
  const timer = setInterval(() => res.write(Buffer.alloc(100)), 100);
  res.on('close', () => clearInterval(timer));
};

describe('the limit of the platform', () => {
  it('a silent request is answered before it', async () => {
    const backend = await fakeBackend((req) => req.resume());
    const stt = await withBackends('stt', { 'whisper-stt': backend.url }, LIMIT);
    const started = performance.now();
    const answer = await fetch(`${stt.url}/stt/transcribe`, { method: 'POST', body: form() });
    expect(performance.now() - started).toBeGreaterThan(1700);
    expect([answer.status, answer.headers.get('x-should-retry')]).toEqual([504, 'false']);
    expect(await answer.json()).toMatchObject({ error: { code: 'request_limit' } });
    await expect.poll(() => backend.seen[0]!.abortedAt).not.toBeNull();
  });

  it('a stream of events ends in its own language before it', async () => {
    const backend = await fakeBackend(events);
    const stt = await withBackends('stt', { 'whisper-stt': backend.url }, LIMIT);
    const text = await (
      await fetch(`${stt.url}/stt/stream`, { method: 'POST', body: form() })
    ).text();
    expect(text).toMatch(
      /^(event: segment\r\ndata: \{\}\r\n\r\n)+event: error\ndata: \{.*"request_limit".*\}\n\n$/,
    );
  });

  it('audio is cut, never ended cleanly', async () => {
    const backend = await fakeBackend(audio);
    const fn = await withBackends('audio', { 'deepfilter-audio': backend.url }, LIMIT);
    const answer = await fetch(`${fn.url}/audio/denoise`, { method: 'POST', body: form() });
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    await expect.poll(() => backend.seen[0]!.abortedAt).not.toBeNull();
  });
});
