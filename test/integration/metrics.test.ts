import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { READINGS } from '../../lib/metrics/reading.ts';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { freePort } from '../support/run-function.ts';
import { withBackends } from '../support/with-backends.ts';

async function scrape(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return answer.text();
}

/** A number by its name and some of its labels. */
function value(text: string, name: string, labels: Record<string, string> = {}): number {
  const line = text
    .split('\n')
    .find(
      (candidate) =>
        (candidate.startsWith(`${name}{`) || candidate.startsWith(`${name} `)) &&
        Object.entries(labels).every(([key, wanted]) => candidate.includes(`${key}="${wanted}"`)),
    );
  return Number(line?.split(' ').at(-1));
}

const upload = async (url: string): Promise<Response> => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(1000)]), 'a.wav');
  return fetch(`${url}/stt/transcribe`, { method: 'POST', body: form });
};

describe('numbers for Prometheus', () => {
  it('count requests, errors and times by route, and show breakers and urls', async () => {
    const port = await freePort();
    const backend = await fakeBackend((_req, res) => res.destroy());
    const stt = await withBackends(
      'stt',
      { 'whisper-stt': backend.url },
      {
        SYNAPSE_METRICS_PORT: String(port),
      },
    );
    for (let turn = 0; turn < 6; turn++) await (await upload(stt.url)).text();
    await (await fetch(`${stt.url}/nothing/secret-path?key=secret`)).text();
    const text = await scrape(port);
    const route = { function: 'stt', route: '/stt/transcribe' };
    expect(value(text, 'synapse_requests_total', { ...route, status: '502' })).toBe(5);
    expect(value(text, 'synapse_requests_total', { ...route, status: '503' })).toBe(1);
    expect(value(text, 'synapse_errors_total', { ...route, code: 'breaker_open' })).toBe(1);
    expect(value(text, 'synapse_request_duration_seconds_count', route)).toBe(6);
    expect(value(text, 'synapse_request_first_byte_seconds_count', route)).toBe(6);
    expect(value(text, 'synapse_breaker_state', { backend: 'whisper-stt' })).toBe(2);
    // The only url there is stays in use; what holds its calls back is the breaker.
    const url = { backend: 'whisper-stt', url: '1' };
    expect(value(text, 'synapse_backend_url_available', url)).toBe(1);
    expect(value(text, 'synapse_backend_url_in_flight', url)).toBe(0);
    expect(value(text, 'synapse_requests_in_flight')).toBe(0);
    expect(value(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    // Nothing that a client or an operator wrote.
    expect(text).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it('show who waits for which model', async () => {
    const port = await freePort();
    const router = await fakeRouter({ m: 'unloaded' });
    Object.assign(router, { loadMs: 60_000 });
    const llm = await withBackends(
      'llm',
      { 'llama-router': router.url },
      {
        SYNAPSE_METRICS_PORT: String(port),
      },
    );
    const left = new AbortController();
    const asked = fetch(`${llm.url}/v1/chat/completions`, {
      method: 'POST',
      signal: left.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }),
    }).catch(() => null);
    await expect
      .poll(async () => value(await scrape(port), 'synapse_models_waiting', { model: 'm' }))
      .toBe(1);
    const text = await scrape(port);
    expect(value(text, 'synapse_requests_in_flight')).toBe(1);
    expect(value(text, 'synapse_models_oldest_wait_seconds', { model: 'm' })).toBeGreaterThan(0);
    left.abort();
    await asked;
    await expect
      .poll(async () => value(await scrape(port), 'synapse_models_waiting', { model: 'm' }))
      .toBeNaN();
  });

  it('are told on their own port alone, and only when it is named', async () => {
    const port = await freePort();
    const backend = await fakeBackend(afterBody(200, { text: 'hello' }));
    const env = { SYNAPSE_METRICS_PORT: String(port) };
    const stt = await withBackends('stt', { 'whisper-stt': backend.url }, env);
    expect((await fetch(`${stt.url}/metrics`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/stt/transcribe`)).status).toBe(404);
    const posted = await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' });
    expect(posted.status).toBe(404);
    await stt.stop();
    await withBackends('stt', { 'whisper-stt': backend.url });
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });

  it('do not keep a function from working when their port is taken', async () => {
    const taken = createServer().listen(0);
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const backend = await fakeBackend(afterBody(200, { text: 'hello', language: 'en' }));
    const env = { SYNAPSE_METRICS_PORT: String(port) };
    const stt = await withBackends('stt', { 'whisper-stt': backend.url }, env);
    expect((await upload(stt.url)).status).toBe(200);
    expect(stt.output()).toContain('the numbers are not served');
  });

  it('have the names that the alerts use', async () => {
    const port = await freePort();
    const backend = await fakeBackend(afterBody(200, { text: 'hello', language: 'en' }));
    const env = { SYNAPSE_METRICS_PORT: String(port) };
    const stt = await withBackends('stt', { 'whisper-stt': backend.url }, env);
    await upload(stt.url);
    const text = await scrape(port);
    const { groups } = load(
      readFileSync('kustomize/components/observability/alerts.yaml', 'utf8'),
    ) as { groups: { rules: { expr: string }[] }[] };
    const used = groups
      .flatMap(({ rules }) => rules)
      .flatMap(({ expr }) => expr.match(/\b(?:synapse|nodejs|process)_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(5);
    const known = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!));
    for (const name of used)
      expect(known, name).toContain(name.replace(/_(?:bucket|count|sum)$/, ''));
    for (const name of Object.keys(READINGS)) expect(known).toContain(name);
  });
});
