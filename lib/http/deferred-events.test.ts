import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { backendOf } from '../../test/support/backend-of.ts';
import { listen } from '../../test/support/listen.ts';
import { ApiError, toApiError } from '../errors.ts';
import { deferredEvents, type Deferral } from './deferred-events.ts';
import { Exchange } from './exchange.ts';
import { events, json, type Reply } from './reply.ts';
import { sendError, sendReply } from './send.ts';

const later = <T>(ms: number, value: () => T): Promise<T> => sleep(ms).then(value);
const chunks = (...texts: string[]): Reply =>
  events(Readable.from(texts, { objectMode: false }), 'openai', { headers: { 'x-inner': '1' } });

async function served(
  answer: () => Promise<Reply>,
  options: Partial<Deferral> = {},
): Promise<string> {
  const { url } = await listen((req, res) => {
    const reply = deferredEvents(answer(), {
      comment: () => 'queued 2',
      afterMs: 100,
      everyMs: 60,
      headers: () => ({ 'x-known': 'yes' }),
      ...options,
    });
    reply
      .then((value) => sendReply(new Exchange(req, res, 'r', () => {}), value, 0))
      .catch((error: unknown) => sendError(req, res, toApiError(error), 'r'));
  });
  return url;
}

describe('deferredEvents', () => {
  it('sends an early answer exactly as it is, headers, status and all', async () => {
    const answer = await fetch(await served(async () => chunks('data: 1\n\n')));
    expect(answer.headers.get('x-inner')).toBe('1');
    expect(answer.headers.get('x-known')).toBeNull();
    expect(await answer.text()).toBe('data: 1\n\n');
    const refused = await fetch(
      await served(() =>
        later(20, () => {
          throw new ApiError(503, 'queue_full', 'no room', { headers: { 'retry-after': '7' } });
        }),
      ),
    );
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
  });

  it('tells what is waited for, again and again, then relays', async () => {
    const answer = await fetch(
      await served(() => later(250, () => chunks('data: 1\n\n', 'data: 2\n\n'))),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-known')).toBe('yes');
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = await answer.text();
    expect(text).toMatch(/^(?:: queued 2\n\n){2,}data: 1\n\ndata: 2\n\n$/);
  });

  it('waits longer for the true status where it is told to', async () => {
    const url = await served(
      () =>
        later(400, () => {
          throw new ApiError(400, 'context_length_exceeded', 'too long');
        }),
      { mayCommit: () => false },
    );
    expect((await fetch(url)).status).toBe(400);
  });

  it('adds typed events where they are asked for', async () => {
    let told = 0;
    const event = (): object | null => (told++ === 0 ? { phase: 'loading', progress: 0.5 } : null);
    const url = await served(() => later(250, () => chunks('data: 1\n\n')), { event });
    expect(await (await fetch(url)).text()).toMatch(
      /^: queued 2\n\nevent: synapse\.status\ndata: \{"phase":"loading","progress":0\.5\}\n\n(?:: queued 2\n\n)+data: 1\n\n$/,
    );
  });

  it('reports a late failure in the stream, with no [DONE]', async () => {
    const url = await served(() =>
      later(150, () => {
        throw new ApiError(504, 'model_load_timeout', 'too late');
      }),
    );
    const text = await (await fetch(url)).text();
    expect(text).toMatch(/^(?:: queued 2\n\n)+data: \{"error":\{"message":"too late".*\n\n$/);
    expect(text).not.toContain('[DONE]');
  });

  it('reports a late answer that is no stream, and a stream that breaks', async () => {
    const url = await served(() => later(150, () => json({ a: 1 })));
    expect(await (await fetch(url)).text()).toContain('"code":"backend_bad_answer"');
    const breaking = (): Reply => {
      const stream = new PassThrough();
      stream.write('data: 1\n\ndata: {"ha');
      setTimeout(() => stream.destroy(new ApiError(502, 'backend_broken', 'broke')), 30);
      return events(stream, 'openai');
    };
    const text = await (await fetch(await served(() => later(150, breaking)))).text();
    expect(text).toMatch(/(?:: queued 2\n\n)+data: 1\n\ndata: \{"error":\{"message":"broke"/);
  });

  it('delivers all that a backend sent before it broke, however late it is read', async () => {
    const sent = `data: ${'x'.repeat(1000)}\n\n`.repeat(40);
    const { url } = await listen((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(sent, () => res.destroy());
    });
    const { backend } = backendOf(url);
    const answer = async (): Promise<Reply> => {
      await sleep(50);
      const { body } = await backend.send({ method: 'POST', path: '/', body: '{}' });
      return events(body, 'openai');
    };
    const reply = await deferredEvents(answer(), { comment: () => 'queued 2', afterMs: 10 });
    const { stream } = reply as Extract<Reply, { kind: 'stream' }>;
    await sleep(300);
    let text = '';
    const read = async (): Promise<void> => {
      for await (const chunk of stream) text += String(chunk);
    };
    await expect(read()).rejects.toMatchObject({ code: 'backend_broken' });
    expect(text).toBe(`: queued 2\n\n${sent}`);
  });

  it('lets go of everything when the client leaves', async () => {
    let inner: PassThrough | undefined;
    let told = 0;
    const url = await served(
      () =>
        later(250, () => {
          inner = new PassThrough();
          return events(inner, 'openai');
        }),
      { comment: () => `queued ${told++}` },
    );
    const leaving = new AbortController();
    const answer = await fetch(url, { signal: leaving.signal });
    expect(answer.status).toBe(200);
    leaving.abort();
    await expect.poll(() => inner?.destroyed).toBe(true);
    const before = told;
    await sleep(150);
    expect(told).toBe(before);
  });
});
