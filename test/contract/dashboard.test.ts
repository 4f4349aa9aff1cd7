import { describe, expect, it } from 'vitest';
import { call } from './client.ts';

it.each(['/', '/ui', '/dashboard', '/docs'])(
  'GET %s is a page that loads nothing from elsewhere',
  async (path) => {
    const answer = await call(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).not.toMatch(/<script|src=|https?:\/\//);
  },
);

describe('GET /openapi.json', () => {
  it('holds the 26 operations of the original and ours', async () => {
    const document = (await (await call('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(operations).toEqual(
      expect.arrayContaining([
        'get /health',
        'post /v1/embeddings',
        'post /v1/chat/completions',
        'get /v1/models',
        'get /models',
        'post /models/load',
        'post /models/unload',
        'get /models/{model_id}/schema',
        'get /models/{model_id}/profile',
        'put /models/{model_id}/profile',
        'post /models/{model_id}/profile/apply',
        'get /voices',
        'post /voices',
        'post /voices/{voice_id}/references',
        'delete /voices/{voice_id}',
        'post /tts/synthesize',
        'post /tts/stream',
        'post /tts/interpolate',
        'get /tts/languages',
        'post /stt/transcribe',
        'post /stt/detect-language',
        'post /stt/stream',
        'post /speakers/diarize',
        'post /speakers/verify',
        'post /audio/denoise',
        'post /audio/convert',
      ]),
    );
  });

  it('points at no component it does not have', async () => {
    const text = await (await call('/openapi.json')).text();
    const { components } = JSON.parse(text) as { components: { schemas: object } };
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((found) => found[1]);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(components.schemas).toHaveProperty(name!);
  });
});

it('GET /api/backend-routes groups the real routes by backend', async () => {
  const routes = (await (await call('/api/backend-routes')).json()) as Record<
    string,
    { title: string; groups: { title: string; routes: object[] }[] }
  >;
  expect(routes['chatterbox-tts']).toEqual({
    title: 'chatterbox-tts',
    groups: [
      {
        title: 'Gateway Routes',
        routes: [
          { method: 'POST', path: '/tts/synthesize' },
          { method: 'POST', path: '/tts/stream' },
          { method: 'POST', path: '/tts/interpolate' },
        ],
      },
      { title: 'Ops', routes: [{ method: 'GET', path: '/api/ui/initial-data' }] },
    ],
  });
});
