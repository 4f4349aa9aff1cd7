import { expect, it } from 'vitest';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

it('every request is one JSON line, and no line holds a secret', async () => {
  const backend = await fakeBackend(
    afterBody(400, { detail: 'token=hf_abcdefghijklmnopqrstuvw is wrong' }),
  );
  const stt = await withBackends('stt', { 'whisper-stt': backend.url });
  const form = new FormData();
  form.append('file', new Blob(['x']), 'a.wav');
  await fetch(`${stt.url}/stt/transcribe?api_key=sk-abcdefghijklmnopqrst`, {
    method: 'POST',
    body: form,
    headers: { 'x-request-id': 'log-1', authorization: 'Bearer abcdefghijkl' },
  });
  await expect.poll(() => stt.output()).toContain('log-1');
  const line = stt
    .output()
    .split('\n')
    .find((text) => text.includes('log-1'))!;
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    source: 'synapse.stt',
    request_id: 'log-1',
    status: 400,
    msg: 'POST /stt/transcribe 400 backend_error',
  });
  expect(stt.output()).not.toMatch(/hf_abc|sk-abc|abcdefghijkl/);
});
