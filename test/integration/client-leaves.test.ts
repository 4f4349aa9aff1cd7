import { request, type ClientRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fakeBackend, type Script } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const HEAD = '--b0\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';

/** Begins an upload and leaves it open. */
function begin(url: string, finish: boolean): ClientRequest {
  const req = request(
    url,
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b0' } },
    (res) => res.resume(),
  );
  req.on('error', () => {});
  req.write(`${HEAD}${'x'.repeat(100_000)}`);
  if (finish) req.end('\r\n--b0--\r\n');
  return req;
}

const streaming: Script = (req, res) => {
  req.resume();
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write('event: segment\r\ndata: {}\r\n\r\n');
};

describe('a client that leaves', () => {
  it.each<[string, Script, boolean]>([
    ['while uploading', (req) => req.resume(), false],
    ['before the headers', (req) => req.resume(), true],
    ['in mid-stream', streaming, true],
  ])('%s takes the backend call with it within 100 ms', async (_name, script, finish) => {
    const backend = await fakeBackend(script, false);
    const stt = await withBackends('stt', { 'whisper-stt': backend.url });
    const req = begin(`${stt.url}/stt/stream`, finish);
    await expect.poll(() => backend.seen[0]?.bytes ?? 0).toBeGreaterThan(100_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const left = performance.now();
    req.destroy();
    await expect.poll(() => backend.seen[0]!.abortedAt).not.toBeNull();
    expect(backend.seen[0]!.abortedAt! - left).toBeLessThan(100);
    await expect.poll(() => stt.output()).toContain('"status":499');
  });
});
