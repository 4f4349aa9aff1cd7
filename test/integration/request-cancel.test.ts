import { describe, expect, it } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const chat = (url: string, id: string, stream: boolean): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream, messages: [] }),
    headers: { 'content-type': 'application/json', 'x-request-id': id },
  });
const cancel = (url: string, id: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/requests/${id}/cancel`, { method: 'POST', headers });

describe('POST /v1/requests/{id}/cancel', () => {
  it('before the headers: 409 that SDKs do not repeat, and the backend is let go of', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = () => {};
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const answer = chat(llm.url, 'mine', false);
    await expect.poll(() => router.calls).toContain('chat m');
    const cancelled = await cancel(llm.url, 'mine');
    expect([cancelled.status, await cancelled.json()]).toEqual([
      200,
      { request_id: 'mine', cancelled: 1 },
    ]);
    const { status, headers } = await answer;
    expect([status, headers.get('x-should-retry')]).toEqual([409, 'false']);
    expect(await (await answer).json()).toMatchObject({ error: { code: 'request_cancelled' } });
    await expect.poll(() => router.seen.at(-1)!.abortedAt).not.toBeNull();
    await expect.poll(() => llm.output()).toContain('"stage":"before the headers"');
  });

  it('mid-stream: an error event and no [DONE]', async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"cho');
    };
    const llm = await withBackends('llm', { 'llama-router': router.url });
    const answer = await chat(llm.url, 'team/a', true);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value!;
    expect((await cancel(llm.url, 'team/a', { 'x-request-id': 'team/a' })).status).toBe(200);
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    expect(text).toMatch(
      /^data: \{"choices":\[\{"delta":\{"content":"a"\}\}\]\}\n\ndata: \{"error":\{.*"code":"request_cancelled".*\}\n\n$/,
    );
    await expect.poll(() => router.seen.at(-1)!.abortedAt).not.toBeNull();
    await expect
      .poll(() => llm.output())
      .toMatch(/"usage":\{"completion_tokens":1,"estimated":true\},"status":409/);
  });

  it('of a request that does not run is 404', async () => {
    const llm = await withBackends(
      'llm',
      { 'llama-router': 'http://127.0.0.1:1' },
      {
        SYNAPSE_STATE_DIR: '',
      },
    );
    expect((await cancel(llm.url, 'gone')).status).toBe(404);
  });

  it('of a request that runs in another function is asked for there', async () => {
    const whisper = await fakeBackend((req) => req.resume());
    const { directory } = await withBackends('dashboard', {});
    const shared = { SYNAPSE_STATE_DIR: `${directory}/state` };
    const stt = await withBackends('stt', { 'whisper-stt': whisper.url }, shared);
    const llm = await withBackends('llm', { 'llama-router': 'http://127.0.0.1:1' }, shared);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
    const answer = fetch(`${stt.url}/stt/transcribe`, {
      method: 'POST',
      body: form,
      headers: { 'x-request-id': 'far' },
    });
    await expect.poll(() => whisper.seen.length).toBe(1);
    await expect.poll(async () => (await cancel(llm.url, 'far')).status).toBe(202);
    await expect
      .poll(
        async () => {
          await cancel(llm.url, 'far');
          return whisper.seen[0]!.abortedAt;
        },
        { timeout: 10_000, interval: 200 },
      )
      .not.toBeNull();
    expect((await answer).status).toBe(409);
  });
});
