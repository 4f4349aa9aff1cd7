import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen } from '../../test/support/listen.ts';
import { readEnv } from '../config/env.ts';
import { ApiError } from '../errors.ts';
import { createLog } from '../logging/log.ts';
import type { Handlers } from './call.ts';
import type { FinishedRequest } from './finished-request.ts';
import { events, json, stream } from './reply.ts';
import { defineRoutes } from './route.ts';
import { createListener } from './serve.ts';

const base = { tag: 't', summary: '', replies: 'json', seconds: 5 } as const;
const slice = defineRoutes({
  echo: {
    ...base,
    method: 'POST',
    path: '/echo',
    rejects: 422,
    body: z.object({ text: z.string(), n: z.number().max(2).default(1) }),
    status: 201,
  },
  plain: { ...base, method: 'POST', path: '/plain', body: z.object({ a: z.string() }) },
  item: { ...base, method: 'GET', path: '/items/{id}', params: z.object({ id: z.string() }) },
  broken: { ...base, method: 'GET', path: '/broken' },
  failing: { ...base, method: 'GET', path: '/failing' },
  sse: { ...base, method: 'GET', path: '/sse', replies: 'sse' },
  cut: { ...base, method: 'GET', path: '/cut', replies: 'audio' },
  asked: { ...base, method: 'GET', path: '/asked', quiet: true, backend: 'b' },
  looked: { ...base, method: 'GET', path: '/looked', quiet: true },
  inner: { ...base, method: 'GET', path: '/inner/{id}', access: 'data', backend: 'b' },
});

async function* halfway(): AsyncGenerator<string> {
  yield 'data: {"a":1}\n\ndata: {"b"';
  await new Promise((resolve) => setTimeout(resolve, 20));
  throw new ApiError(502, 'backend_broken', 'the backend broke');
}

const handlers: Handlers<typeof slice> = {
  echo: ({ body }) => json(body),
  plain: ({ body }) => json(body),
  item: ({ params, requestId }) => json({ ...params, requestId }),
  broken: () => {
    throw new TypeError('secret internals');
  },
  failing: () => {
    throw new ApiError(503, 'backend_unreachable', 'the backend x cannot be reached', {
      headers: { 'retry-after': '7' },
      detail: 'why',
    });
  },
  sse: () => events(Readable.from(halfway(), { objectMode: false }), 'openai'),
  cut: () => stream(Readable.from(halfway(), { objectMode: false }), 'audio/wav'),
  asked: () => json({}),
  looked: () => {
    throw new ApiError(503, 'backend_unreachable', 'down');
  },
  inner: ({ setModel }) => {
    setModel('m x');
    return json({});
  },
};

const observed: FinishedRequest[] = [];

async function serve(variables: Record<string, string> = {}): Promise<string> {
  const env = readEnv({ SYNAPSE_LOG_LEVEL: 'CRITICAL', ...variables });
  const listener = createListener(slice, handlers, {
    env,
    log: createLog('test', env),
    ready: () => true,
    guard: ({ headers }) =>
      headers.authorization ? null : json({ who: 'stranger' }, { status: 401 }),
    observe: () => (finished) => observed.push(finished),
  });
  return (await listen(listener)).url;
}

const post = (url: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

describe('createListener', () => {
  it('validates, fills defaults, answers with the status of the route', async () => {
    const answer = await post(`${await serve()}/echo`, '{"text":"é"}');
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ text: 'é', n: 1 });
  });

  it.each([
    ['{"n":1}', ['body', 'text'], 'missing'],
    ['{"text":1}', ['body', 'text'], 'string_type'],
    ['{"text":"a","n":3}', ['body', 'n'], 'less_than_equal'],
    ['[1]', ['body'], 'model_attributes_type'],
    ['{"text":', ['body', 8], 'json_invalid'],
    ['', ['body'], 'missing'],
  ])('answers %s with a row', async (body, loc, type) => {
    const answer = await post(`${await serve()}/echo`, body);
    expect(answer.status).toBe(422);
    const {
      detail,
      error,
      request_id: id,
    } = (await answer.json()) as { detail: object[]; error: object; request_id: string };
    expect(detail[0]).toMatchObject({ loc, type });
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
    expect(id).toBe(answer.headers.get('x-request-id'));
  });

  it('answers with 400 and one sentence where the route says so', async () => {
    const answer = await post(`${await serve()}/plain`, '{}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      detail: 'a: Field required',
      error: { param: 'a' },
    });
  });

  it('refuses invalid UTF-8, other content types and bodies over the limit', async () => {
    const url = await serve({ SYNAPSE_MAX_JSON_BYTES: '64' });
    const utf8 = await fetch(`${url}/plain`, {
      method: 'POST',
      body: Buffer.from([0x22, 0xff, 0x22]),
      headers: { 'content-type': 'application/json' },
    });
    expect(utf8.status).toBe(400);
    expect((await post(`${url}/plain`, '{"a":"x"}', 'text/plain')).status).toBe(415);
    expect((await post(`${url}/plain`, `{"a":"${'x'.repeat(100)}"}`)).status).toBe(413);
    const chunked = await fetch(`${url}/plain`, {
      method: 'POST',
      body: new Blob(['{"a":"', 'x'.repeat(100)]).stream(),
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    });
    expect(chunked.status).toBe(413);
  });

  it('keeps the request id it gets, makes one when it gets none or a bad one', async () => {
    const url = await serve();
    const kept = await fetch(`${url}/items/7`, { headers: { 'x-request-id': 'abc-1' } });
    expect(kept.headers.get('x-request-id')).toBe('abc-1');
    expect(await kept.json()).toEqual({ id: '7', requestId: 'abc-1' });
    const made = await fetch(`${url}/items/7`, { headers: { 'x-request-id': 'a b"c' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers HEAD, OPTIONS, unknown paths and wrong methods', async () => {
    const url = await serve();
    const head = await fetch(`${url}/items/7/`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await fetch(`${url}/items/7`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect((await fetch(`${url}/itemsx`)).status).toBe(404);
    const wrong = await fetch(`${url}/items/7`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('tells nothing of its own faults, and a backend fault with its headers', async () => {
    const url = await serve();
    const broken = await fetch(`${url}/broken`);
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain('internals');
    const failing = await fetch(`${url}/failing`);
    expect([failing.status, failing.headers.get('retry-after')]).toEqual([503, '7']);
    expect(await failing.json()).toMatchObject({
      detail: 'why',
      error: { code: 'backend_unreachable', type: 'unavailable_error' },
    });
  });

  it('ends a broken event stream with an error event, without the half event', async () => {
    const text = await (await fetch(`${await serve()}/sse`)).text();
    expect(text.startsWith('data: {"a":1}\n\ndata: {"error":')).toBe(true);
    expect(text).not.toContain('{"b"');
    expect(text).not.toContain('[DONE]');
  });

  it('never ends broken audio cleanly', async () => {
    const answer = await fetch(`${await serve()}/cut`);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('asks the guard before a route that is not for everybody', async () => {
    const url = await serve();
    expect((await fetch(`${url}/inner/1`)).status).toBe(401);
    expect((await fetch(`${url}/inner/1`, { headers: { authorization: 'x' } })).status).toBe(200);
    const env = readEnv({ SYNAPSE_LOG_LEVEL: 'CRITICAL' });
    const unguarded = { env, log: createLog('test', env), ready: () => true };
    expect(() => createListener(slice, handlers, unguarded)).toThrow(
      'the route inner needs a guard',
    );
  });

  it('tells of each answer, by its route and without what was in it, but not of quiet successes', async () => {
    const url = await serve();
    observed.length = 0;
    const headers = { authorization: 'x', 'x-request-id': 'observed' };
    for (const path of ['/inner/secret?q=secret', '/asked', '/failing', '/nowhere', '/sse'])
      await (await fetch(url + path, { headers })).text();
    await expect.poll(() => observed.length).toBe(3);
    expect(observed[0]).toEqual({
      at: expect.closeTo(Date.now(), -5) as number,
      method: 'GET',
      route: '/inner/{id}',
      status: 200,
      ms: expect.any(Number) as number,
      first_byte_ms: expect.any(Number) as number,
      request_id: 'observed',
      backend: 'b',
      model: 'm x',
    });
    expect(observed[1]).toMatchObject({
      route: '/failing',
      status: 503,
      code: 'backend_unreachable',
    });
    expect(observed[2]).toMatchObject({ route: '/sse', status: 502, code: 'backend_broken' });
    expect(observed[2]!.first_byte_ms).toBeLessThanOrEqual(observed[2]!.ms);
    await fetch(`${url}/looked`, { headers: { 'sec-fetch-site': 'same-origin' } });
    await fetch(`${url}/looked`);
    await expect.poll(() => observed.slice(3)).toMatchObject([{ route: '/looked', status: 503 }]);
  });
});
