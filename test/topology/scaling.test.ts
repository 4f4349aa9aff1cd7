import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../../lib/audio/wav.ts';
import { openFeed } from '../support/terminal-feed.ts';
import { startTopology, type Topology } from './start-topology.ts';

const TOKEN = 'a'.repeat(40);

let topology: Topology;
beforeAll(async () => {
  topology = await startTopology('test/topology/demo-with-redis', {
    'synapse-gateway-secrets': {
      dashboard_access_token: TOKEN,
      redis_password: 'r'.repeat(40),
      terminal_feed_redis_url: `redis://synapse:${'r'.repeat(40)}@synapse-terminal-feed-redis.llm-infra.svc.cluster.local:6379/0`,
    },
  });
});
afterAll(async () => topology.stop());

const service = (name: string) => topology.services.get(name)!;

const speak = async (text: string, voice?: string): Promise<Response> =>
  fetch(`${topology.url}/tts/synthesize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, ...(voice && { voice_id: voice }) }),
  });

const transcribe = async (recording: Uint8Array): Promise<Response> => {
  const form = new FormData();
  form.append('file', new Blob([recording], { type: 'audio/wav' }), 'a.wav');
  return fetch(`${topology.url}/stt/transcribe`, { method: 'POST', body: form });
};

const createVoice = async (name: string): Promise<Response> => {
  const form = new FormData();
  const samples = Float32Array.from({ length: 6 * 16_000 }, (_, i) => 0.4 * Math.sin(i / 11));
  form.append('name', name);
  form.append(
    'files',
    new Blob([encodeWav({ sampleRate: 16_000, channels: [samples] })], {
      type: 'audio/wav',
    }),
    'a.wav',
  );
  return fetch(`${topology.url}/voices`, { method: 'POST', body: form });
};

describe('the demonstration overlay', () => {
  it('wakes a function at zero for the first request, and again after it went back to zero', async () => {
    expect(service('tts').pods()).toEqual([]);
    expect((await speak('One.')).status).toBe(200);
    expect(service('tts').pods()).toHaveLength(1);
    expect(await service('tts').scale(0)).toEqual([0]);
    const many = await Promise.all(Array.from({ length: 8 }, async () => speak('Two.')));
    expect(many.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(service('tts').pods()).toHaveLength(1);
  });

  it('leaves the engines asleep when somebody looks at their health', async () => {
    await service('embedded').scale(0);
    const answer = await fetch(`${topology.url}/health`);
    expect(await answer.json()).toHaveProperty('status', 'healthy');
    expect(service('embedded').pods()).toEqual([]);
  });

  it('lets two pods of a function work on one volume', async () => {
    await Promise.all([service('voices').scale(2), service('tts').scale(2)]);
    const made = await Promise.all(Array.from({ length: 6 }, async (_, i) => createVoice(`v${i}`)));
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    const lists = await Promise.all(
      Array.from({ length: 4 }, async () => (await fetch(`${topology.url}/voices`)).json()),
    );
    for (const list of lists) expect(list).toHaveLength(6);
    const { voice_id: voice } = (await made[0]!.json()) as { voice_id: string };
    const spoken = await Promise.all(
      Array.from({ length: 4 }, async () => speak('A voice of my own.', voice)),
    );
    expect(spoken.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('loses no request when a pod gets SIGTERM in the middle of them', async () => {
    await Promise.all([service('tts').scale(2), service('stt').scale(2)]);
    const recording = new Uint8Array(await (await speak('The quick brown fox.')).arrayBuffer());
    const text = 'One sentence after another is spoken here, and each takes a moment. '.repeat(4);
    const running = [
      ...Array.from({ length: 6 }, async () => speak(text)),
      ...Array.from({ length: 4 }, async () => transcribe(recording)),
    ].map(async (answer) => {
      const response = await answer;
      return [response.status, (await response.arrayBuffer()).byteLength > 0];
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const exits = await Promise.all([service('tts').scale(1), service('stt').scale(1)]);
    expect(exits.flat()).toEqual([0, 0]);
    expect(await Promise.all(running)).toEqual(Array.from({ length: 10 }, () => [200, true]));
    expect((await speak('Still there.')).status).toBe(200);
  });

  it('passes an event stream through while it grows, also while its pod is told to stop', async () => {
    const answer = await fetch(`${topology.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        stream: true,
        messages: [{ role: 'user', content: 'Tell me what you are.' }],
      }),
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const ended = service('llm').scale(0);
    expect(await answer.text()).toContain('data: [DONE]');
    expect(await ended).toEqual([0]);
  });

  it('passes lines, speech and refusals on while they arise, and waits for no upload', async () => {
    const feed = await openFeed(topology.url, TOKEN);
    await fetch(`${topology.url}/speakers/nothing`, { headers: { 'x-request-id': 'at-the-door' } });
    await expect.poll(() => feed.text(), { timeout: 30_000 }).toContain('at-the-door');

    const spoken = await fetch(`${topology.url}/tts/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'One sentence after another is spoken here. '.repeat(40) }),
    });
    const reader = spoken.body!.getReader();
    let bytes = (await reader.read()).value!.byteLength;
    const first = bytes;
    for (let next = await reader.read(); !next.done; next = await reader.read())
      bytes += next.value.byteLength;
    expect(first).toBeLessThan(bytes / 10);

    // 64 MiB are announced and never sent; a door that reads uploads first would wait for them.
    const status = await new Promise((resolve, reject) => {
      const upload = request(`${topology.url}/v1/embeddings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 64 * 2 ** 20 },
      });
      upload.on('response', (answer) => {
        resolve(answer.statusCode);
        upload.destroy();
      });
      upload.on('error', reject);
      upload.write('{');
    });
    expect(status).toBe(413);
  });

  it('shows the lines of every function on two pods of the dashboard, through Redis as its manifest locks it', async () => {
    await service('dashboard').scale(2);
    const feeds = await Promise.all(
      service('dashboard')
        .pods()
        .map(async ({ port }) => openFeed(`http://127.0.0.1:${port}`, TOKEN)),
    );
    let turn = 0;
    await expect
      .poll(
        async () => {
          const headers = { 'x-request-id': `seen-everywhere-${turn++}` };
          await fetch(`${topology.url}/speakers/nothing`, { headers });
          return feeds.every((feed) => feed.text().includes('seen-everywhere'));
        },
        { timeout: 60_000, interval: 300 },
      )
      .toBe(true);
    const [redis] = service('terminal-feed-redis').pods();
    expect(redis!.output()).toContain('Ready to accept connections');
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => (await fetch(`${topology.url}/openapi.json`)).text()),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('loads and chats on two pods of llm that agree through Redis', async () => {
    await service('llm').scale(2);
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, i) =>
        fetch(`${topology.url}/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            model: i % 2 ? 'embedded-extractive' : 'embedded-extractive-coder',
            messages: [{ role: 'user', content: 'What is Synapse?' }],
          }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    for (const pod of [...topology.services.values()].flatMap((activator) => activator.pods()))
      expect(pod.output(), pod.name).not.toMatch(/NOPERM|NOAUTH|WRONGPASS/);
  });

  it('answers a path that begins like another with 404, in the shape of all errors', async () => {
    for (const path of ['/modelsx', '/v1x', '/ttsx', '/nothing']) {
      const answer = await fetch(topology.url + path);
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toHaveProperty('error.code', 'not_found');
    }
  });
});
