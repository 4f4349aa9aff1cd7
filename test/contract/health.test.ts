import { expect, it } from 'vitest';
import { call, expectError } from './client.ts';

it('GET /health answers 200 with every backend and its breaker, within 5 s', async () => {
  const started = performance.now();
  const answer = await call('/health');
  expect(answer.status).toBe(200);
  expect(performance.now() - started).toBeLessThan(6000);
  const body = (await answer.json()) as {
    status: string;
    backends: Record<string, { status: string; breaker: string }>;
  };
  expect(Object.keys(body.backends)).toEqual(
    expect.arrayContaining([
      'llama-embed',
      'llama-router',
      'chatterbox-tts',
      'whisper-stt',
      'pyannote-speaker',
      'deepfilter-audio',
    ]),
  );
  for (const backend of Object.values(body.backends))
    expect(backend).toMatchObject({
      // On a cluster the engines sleep between requests, and are not woken by this one.
      status: expect.stringMatching(
        process.env['SYNAPSE_TEST_HOST'] === 'topology' ? /^(healthy|asleep)$/ : /^healthy$/,
      ),
      breaker: 'closed',
    });
  expect(body.status).toBe('healthy');
});

it('HEAD works where GET does, a trailing slash too', async () => {
  const head = await call('/health/', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

it('an unknown path is 404 and a wrong method 405 with Allow', async () => {
  await expectError(await call('/health/nothing'), 404);
  const wrong = await call('/health', { method: 'POST' });
  expect(wrong.headers.get('allow')).toContain('GET');
  await expectError(wrong, 405);
});

it('a request id comes back, or a new one', async () => {
  const kept = await call('/health', { method: 'HEAD', headers: { 'x-request-id': 'contract-1' } });
  expect(kept.headers.get('x-request-id')).toBe('contract-1');
  const made = await call('/health', { method: 'HEAD' });
  expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
