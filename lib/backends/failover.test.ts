import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { backendOf } from '../../test/support/backend-of.ts';
import { afterBody, fakeBackend, type Script } from '../../test/support/fake-backend.ts';
import { freePort } from '../../test/support/run-function.ts';
import { ApiError } from '../errors.ts';
import { expectOk, readText } from './answer.ts';

const get = { method: 'GET', path: '/a' } as const;
const post = { method: 'POST', path: '/a', body: '{"a":1}' } as const;
const ok = afterBody(200, 'ok');
type Piece = string | ((res: ServerResponse) => void);
const inPieces =
  (type: string, pieces: readonly Piece[]): Script =>
  (req, res) => {
    req.resume();
    res.writeHead(200, { 'content-type': type });
    let at = 0;
    const next = (): void => {
      const piece = pieces[at++];
      if (piece === undefined) res.end();
      else if (typeof piece === 'function') piece(res);
      else res.write(piece, () => setTimeout(next, 20));
    };
    next();
  };
const sse = (...pieces: Piece[]): Script => inPieces('text/event-stream', pieces);
const json = (...pieces: Piece[]): Script => inPieces('application/json', pieces);
const cut = (res: ServerResponse): void => void res.destroy();
const role = 'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n';
const said = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
const done = 'data: [DONE]\n\n';
const refused = '{"error":{"message":"out of memory","code":500}}';

describe('a backend with two urls', () => {
  it.each<[string, Script]>([
    ['500', afterBody(500, 'oops')],
    ['503', afterBody(503, 'busy')],
    ['429', afterBody(429, 'slow down')],
    ['a cut before the headers', (_req, res) => res.destroy()],
    ['silence', (req) => req.resume()],
    ['a stream cut after its role', sse(': hello\n\n', role, cut)],
    ['a stream whose first word is an error', sse(role, `data: ${refused}\n\n`, done)],
    ['an error sent as success', json(refused)],
    [
      'a body cut before its first byte',
      (_req, res) => {
        res.writeHead(200, { 'content-length': '9' }).flushHeaders();
        setTimeout(() => res.destroy(), 20);
      },
    ],
    ['JSON cut in the middle', json('{"a":', cut)],
    ['JSON that falls silent in the middle', json('{"a":', () => {})],
  ])('%s of the first is answered by the second', async (_name, script) => {
    const [bad, good] = [await fakeBackend(script), await fakeBackend(ok)];
    const { backend, changes } = backendOf([bad.url, good.url], {
      timeouts: { headersSeconds: 1, idleSeconds: 1 },
    });
    const answer = await backend.send(post);
    expect([answer.status, await readText(answer), answer.retried]).toEqual([200, 'ok', true]);
    expect([bad.seen.length, good.seen[0]!.body, changes]).toEqual([1, post.body, []]);
  });

  it('an error sent as success by all is the refusal it is; one of the client comes as it was sent', async () => {
    const urls = [await fakeBackend(sse(`data: ${refused}\n\n`)), await fakeBackend(json(refused))];
    const both = backendOf(urls.map(({ url }) => url)).backend;
    await expect(expectOk(await both.send(post), 'x')).rejects.toMatchObject({
      status: 502,
      message: 'x: out of memory',
    });
    for (const text of [refused.replace('500', '400'), '{"errors":[]}']) {
      const [first, second] = [await fakeBackend(sse(`data: ${text}\n\n`)), await fakeBackend(ok)];
      const answer = await backendOf([first.url, second.url]).backend.send(post);
      expect([answer.status, await readText(answer)]).toEqual([200, `data: ${text}\n\n`]);
    }
  });

  it('what has said something is not had again from elsewhere', async () => {
    const [bad, good] = [await fakeBackend(sse(role, said, cut)), await fakeBackend(ok)];
    const answer = await backendOf([bad.url, good.url]).backend.send(post);
    await expect(readText(answer)).rejects.toMatchObject({ code: 'backend_broken' });
    expect(good.seen).toHaveLength(0);
  });

  it('audio that has begun is not had again from elsewhere, nor JSON of an upload', async () => {
    const wav = inPieces('audio/wav', ['RIFF', cut]);
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('part');
    };
    for (const [script, request] of [
      [wav, post],
      [json('{"a":', cut), { ...post, body }],
    ] as const) {
      const [bad, good] = [await fakeBackend(script), await fakeBackend(ok)];
      const answer = await backendOf([bad.url, good.url]).backend.send(request);
      await expect(readText(answer)).rejects.toMatchObject({ code: 'backend_broken' });
      expect(good.seen).toHaveLength(0);
    }
  });

  it('JSON comes whole and untouched, however large, and only once from each url', async () => {
    const large = `["${'x'.repeat(20 * 1024 * 1024)}"]`;
    const fakes = [await fakeBackend(json(large)), await fakeBackend(json('{"a":', '1}'))];
    const { backend } = backendOf(fakes.map(({ url }) => url));
    const texts = [await backend.send(get), await backend.send(get)].map((answer) =>
      readText(answer, 32 * 1024 * 1024),
    );
    expect((await Promise.all(texts)).map((text) => text === large || text)).toEqual([
      true,
      '{"a":1}',
    ]);
    const cutting = [await fakeBackend(json('{', cut)), await fakeBackend(json('{', cut))];
    const both = backendOf(cutting.map(({ url }) => url)).backend.send(post);
    await expect(both).rejects.toMatchObject({
      code: 'backend_broken',
      options: { headers: { 'x-should-retry': 'false' } },
    });
    expect(cutting.map(({ seen }) => seen.length)).toEqual([1, 1]);
  });

  it('what was held back comes untouched, also after half a second', async () => {
    const slow = sse(role, (res) => {
      setTimeout(() => res.end(said + done), 700);
    });
    const fakes = [await fakeBackend(slow), await fakeBackend(ok)];
    const started = performance.now();
    const answer = await backendOf(fakes.map(({ url }) => url)).backend.send(post);
    expect(performance.now() - started).toBeLessThan(690);
    expect(await readText(answer)).toBe(role + said + done);
  });

  it('an answer let go of before it is read leaves nothing open', async () => {
    const [slow, good] = [await fakeBackend(sse(role, said, () => {})), await fakeBackend(ok)];
    (await backendOf([slow.url, good.url]).backend.send(post)).body.destroy();
    await expect.poll(() => slow.seen[0]!.abortedAt).not.toBeNull();
  });

  it('an upload that has begun is not sent again, one that has not is', async () => {
    const [bad, good] = [await fakeBackend((_req, res) => res.destroy()), await fakeBackend(ok)];
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('part');
    };
    await expect(
      backendOf([bad.url, good.url]).backend.send({ ...post, body }),
    ).rejects.toMatchObject({ status: 502 });
    expect(good.seen).toHaveLength(0);
    const dead = `http://127.0.0.1:${await freePort()}`;
    const answer = await backendOf([dead, good.url]).backend.send({ ...post, body });
    expect([await readText(answer), good.seen[0]!.body]).toEqual(['ok', 'part']);
  });

  it('when all fail, the client is told not to try again', async () => {
    const fakes = [await fakeBackend(afterBody(503, 'a')), await fakeBackend(afterBody(503, 'b'))];
    const { backend } = backendOf(fakes.map(({ url }) => url));
    const headers = { 'retry-after': '5', 'x-should-retry': 'false' };
    await expect(expectOk(await backend.send(post), 'B')).rejects.toMatchObject({
      options: { headers },
    });
    const cutting = await fakeBackend((_req, res) => res.destroy());
    await expect(
      backendOf([cutting.url, `${cutting.url}/x`]).backend.send(post),
    ).rejects.toMatchObject({ options: { headers: { 'x-should-retry': 'false' } } });
  });

  it('the one with fewer calls under way is asked', async () => {
    const waiting: ServerResponse[] = [];
    const hold: Script = (_req, res) => void waiting.push(res);
    const fakes = [await fakeBackend(hold), await fakeBackend(hold)];
    const { backend } = backendOf(fakes.map(({ url }) => url));
    const calls = Array.from({ length: 10 }, () => backend.send(get));
    await expect.poll(() => waiting.length).toBe(10);
    expect(fakes.map(({ seen }) => seen.length)).toEqual([5, 5]);
    for (const res of waiting) res.end('ok');
    for (const call of calls) await readText(await call);
  });

  it('one that fails three times, or asks to be left alone, gets no more calls', async () => {
    for (const script of [afterBody(500, 'oops'), afterBody(429, 'x', { 'retry-after': '60' })]) {
      const [bad, good] = [await fakeBackend(script), await fakeBackend(ok)];
      const { backend, lines } = backendOf([bad.url, good.url]);
      for (let i = 0; i < 12; i++) expect(await readText(await backend.send(post))).toBe('ok');
      expect(bad.seen.length).toBeLessThanOrEqual(3);
      expect(lines).toEqual(['url 1 of b fails and is left out for a while']);
    }
  });

  it('one that is left out is told of, with the time of its next call, and again when it answers', async () => {
    let well = false;
    const bad = await fakeBackend((req, res, seen) =>
      afterBody(well ? 200 : 503, 'x', { 'retry-after': '1' })(req, res, seen),
    );
    const good = await fakeBackend(ok);
    const { backend, outs } = backendOf([bad.url, good.url]);
    for (let i = 0; i < 2; i++) await readText(await backend.send(post));
    expect(outs).toEqual([[1, expect.any(Number)]]);
    expect(Math.abs(outs[0]![1]! - Date.now() - 1000)).toBeLessThan(900);
    well = true;
    await expect
      .poll(async () => {
        await readText(await backend.send(post));
        return outs.length;
      })
      .toBe(2);
    expect(outs[1]).toEqual([1, null]);
  });

  it('one whose model is loading is passed over, not left out', async () => {
    const loading = afterBody(503, '{"error":{"message":"Loading model"}}');
    const [busy, good] = [await fakeBackend(loading), await fakeBackend(ok)];
    const { backend, lines } = backendOf([busy.url, good.url]);
    for (let i = 0; i < 10; i++) expect(await readText(await backend.send(post))).toBe('ok');
    expect(busy.seen.length).toBeGreaterThan(3);
    expect(lines).toEqual([]);
  });

  it('further tries cost a fifth of the requests at most, and a few', async () => {
    const fakes = [await fakeBackend(afterBody(500, 'a')), await fakeBackend(afterBody(500, 'b'))];
    const { backend } = backendOf(fakes.map(({ url }) => url));
    for (let i = 0; i < 100; i++) expect((await backend.send(post)).status).toBe(500);
    const sent = fakes[0]!.seen.length + fakes[1]!.seen.length;
    expect(sent).toBeGreaterThan(105);
    expect(sent).toBeLessThan(140);
  });
});

describe('limits', () => {
  it('until the first byte of the body', async () => {
    const silent: Script = (_req, res) => res.writeHead(200).flushHeaders();
    const [bad, good] = [await fakeBackend(silent), await fakeBackend(ok)];
    const timeouts = { firstByteSeconds: 1 };
    const alone = await backendOf(bad.url, { timeouts }).backend.send(get);
    await expect(readText(alone)).rejects.toMatchObject({ code: 'backend_timeout' });
    const { backend } = backendOf([bad.url, good.url], { timeouts });
    expect(await readText(await backend.send(get))).toBe('ok');
    const begun = await fakeBackend(sse(said, (res) => void setTimeout(() => res.end(done), 1300)));
    const slow = await backendOf(begun.url, { timeouts }).backend.send(get);
    expect(await readText(slow)).toBe(said + done);
  });

  it('of the whole call', async () => {
    const endless = await fakeBackend((_req, res) => {
      const timer = setInterval(() => res.write('x'), 50);
      res.on('close', () => clearInterval(timer));
    });
    const { backend } = backendOf(endless.url, { timeouts: { totalSeconds: 1 } });
    const signal = new AbortController().signal;
    const body = readText(await backend.send({ ...get, signal }));
    await expect(body).rejects.toMatchObject({ status: 504, message: /longer than 1 s/ });
    await expect.poll(() => endless.seen[0]!.abortedAt).not.toBeNull();
  });
});

describe('the breaker', () => {
  it('counts answers that break off in the middle, not those let go of', async () => {
    const fake = await fakeBackend(sse(said, cut));
    const { backend, changes } = backendOf(fake.url);
    for (let i = 0; i < 6; i++) (await backend.send(get)).body.destroy();
    expect(changes).toEqual([]);
    for (let i = 0; i < 5; i++) await readText(await backend.send(get)).catch(() => {});
    await expect.poll(() => changes).toEqual(['open']);
  });

  it('does not count a request that reached its own limit', async () => {
    const fake = await fakeBackend((req) => req.resume());
    const { backend, changes } = backendOf(fake.url);
    for (let i = 0; i < 6; i++) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new ApiError(504, 'request_limit', 'too long')), 20);
      await expect(backend.send({ ...get, signal: stop.signal })).rejects.toMatchObject({
        code: 'request_limit',
      });
    }
    expect(changes).toEqual([]);
  });

  it('is opened and closed from outside', async () => {
    const fake = await fakeBackend(ok);
    const { backend, backends, changes } = backendOf(fake.url);
    backends.override('b', 'open');
    await expect(backend.send(get)).rejects.toMatchObject({ code: 'breaker_open' });
    backends.override('b', null);
    backends.override('unknown', 'open');
    expect(await readText(await backend.send(get))).toBe('ok');
    expect(changes).toEqual(['open', 'closed']);
  });
});
