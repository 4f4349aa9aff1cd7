import { expect, it } from 'vitest';
import { encodeWav } from '../../lib/audio/wav.ts';
import { listen } from '../support/listen.ts';
import { checkout, kubectl } from './checkout.ts';

async function gateway(healthy: boolean): Promise<string> {
  const { url } = await listen((req, res) => {
    const json = (body: unknown): void =>
      void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (req.url === '/health')
      return json({
        status: healthy ? 'healthy' : 'degraded',
        backends: {
          'llama-embed': { status: 'healthy', code: 200, breaker: 'closed' },
          ...(!healthy && {
            'whisper-stt': { status: 'unreachable', error: 'ECONNREFUSED', breaker: 'open' },
          }),
        },
      });
    if (req.url === '/v1/embeddings')
      return json({ model: 'mxbai', data: [{ embedding: Array.from({ length: 1024 }, () => 0) }] });
    const samples = new Float32Array(24_000);
    return void res.writeHead(200).end(encodeWav({ sampleRate: 24_000, channels: [samples] }));
  });
  return url;
}

it('test-health names each backend and fails while one is down', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl('echo "$@"'));
  const good = await repo.run('make', ['test-health'], { SYNAPSE_URL: await gateway(true) });
  expect(good.output).toMatch(/llama-embed +healthy/);
  expect(good.code).toBe(0);
  const bad = await repo.run('make', ['test-health'], { SYNAPSE_URL: await gateway(false) });
  expect(bad.output).toMatch(/whisper-stt +unreachable \(ECONNREFUSED\), breaker open/);
  expect(bad.code).not.toBe(0);
});

it('test-embed prints the dimension, test-tts the length', async () => {
  const repo = checkout();
  const env = { SYNAPSE_URL: await gateway(true) };
  expect((await repo.run('make', ['test-embed'], env)).output).toContain(
    'model mxbai, dimension 1024',
  );
  expect((await repo.run('make', ['test-tts'], env)).output).toContain('1.0 s at 24000 Hz');
});
