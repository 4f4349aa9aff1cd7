import { describe, expect, inject, it } from 'vitest';
import { call, expectError } from './client.ts';

const TOKEN = inject('token');
const bearer = { authorization: `Bearer ${TOKEN}` };

it.each(['/', '/ui', '/dashboard', '/docs', '/dashboard/login'])(
  'GET %s is a page that loads nothing from elsewhere',
  async (path) => {
    const answer = await call(path, { headers: bearer });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).not.toMatch(
      /<script>|<script [^>]*\bon|(?:src|href)="(?:https?:)?\/\//,
    );
  },
);

it('the dashboard is for who has logged in', async () => {
  const page = await call('/dashboard', { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([
    303,
    '/dashboard/login?next=%2Fdashboard',
  ]);
  for (const path of [
    '/events/terminal',
    '/dashboard/api/session',
    '/dashboard/api/overview',
    '/dashboard/api/requests',
  ])
    await expectError(await call(path), 401);
  const entered = await call('/dashboard/login', {
    method: 'POST',
    body: new URLSearchParams({ access_token: TOKEN }),
    redirect: 'manual',
  });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard']);
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const facts = await call('/dashboard/api/session', { headers: { cookie } });
  expect(await facts.json()).toMatchObject({ feed: { mode: 'live' } });
});

describe('GET /dashboard/api/requests', () => {
  const read = (query: string) => call(`/dashboard/api/requests${query}`, { headers: bearer });

  it('lists a request as soon as it is over', async () => {
    const id = `contract-${Math.random().toString(36).slice(2)}`;
    await call('/speakers/verify', { method: 'POST', headers: { 'x-request-id': id } });
    const find = async () =>
      (await (await read(`?search=${id}&function=speakers&status=failed`)).json()) as object;
    await expect.poll(find).toMatchObject({
      matching: 1,
      next: null,
      requests: [{ route: 'POST /speakers/verify', function: 'speakers', request_id: id }],
    });
  });

  it.each(['?limit=0', '?limit=501', '?limit=many', '?status=bad', '?status=6xx', '?before=now'])(
    'refuses %s',
    async (query) => void (await expectError(await read(query), 400)),
  );
});

describe('GET /events/terminal', () => {
  const read = async (path: string, wanted: string): Promise<string> => {
    const leaving = new AbortController();
    const answer = await call(path, { headers: bearer, signal: leaving.signal });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    let text = '';
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes(wanted)) break;
    }
    leaving.abort();
    return text;
  };

  it('shows the lines of every function, in the events that readers know', async () => {
    const id = `contract-${Math.random().toString(36).slice(2)}`;
    await call('/speakers/verify', { headers: { 'x-request-id': id } });
    const text = await read('/events/terminal?backlog=500', id);
    expect(text).toMatch(
      /^retry: \d+\nevent: meta\ndata: \{"instance":"[^"]+","mode":"live","bus_mode":"local"/,
    );
    const frame = text.split('\n\n').find((part) => part.includes(id))!;
    const [, place, data] = /^id: (\S+)\nevent: log\ndata: (.*)$/.exec(frame)!;
    expect(place).toMatch(/^\d+-/);
    expect(JSON.parse(data!)).toEqual({
      ts: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/) as string,
      source: 'synapse.speakers',
      level: 'INFO',
      message: expect.stringContaining('GET /speakers/verify 405') as string,
      instance: expect.any(String) as string,
      request_id: id,
    });
  });
});

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
