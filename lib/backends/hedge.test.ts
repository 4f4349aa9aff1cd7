import { describe, expect, it } from 'vitest';
import { backendOf } from '../../test/support/backend-of.ts';
import { afterBody, fakeBackend } from '../../test/support/fake-backend.ts';
import { readText } from './answer.ts';

const post = { method: 'POST', path: '/a', body: '{"a":1}' } as const;
const ok = afterBody(200, 'ok');

describe('hedging', () => {
  it('asks a second url when the first is slow, and lets go of the slower', async () => {
    const [slow, good] = [await fakeBackend((req) => req.resume()), await fakeBackend(ok)];
    const { backend, changes } = backendOf([slow.url, good.url], { options: { hedge_ms: 50 } });
    expect(await readText(await backend.send({ ...post, hedge: true }))).toBe('ok');
    await expect.poll(() => slow.seen[0]?.abortedAt ?? null).not.toBeNull();
    expect(changes).toEqual([]);
  });

  it('asks another url however busy that is, never the slow one again', async () => {
    const busy = await fakeBackend((req) => req.resume());
    const slow = await fakeBackend((req) => req.resume());
    const { backend } = backendOf([busy.url, slow.url], { options: { hedge_ms: 100 } });
    const leave = new AbortController();
    const send = (hedge: boolean) =>
      backend.send({ ...post, hedge, signal: leave.signal }).catch(() => {});
    const sent = [send(false), send(false), send(false), send(false)];
    await expect.poll(() => [busy.seen.length, slow.seen.length]).toEqual([2, 2]);
    slow.server.closeAllConnections();
    await expect.poll(() => [busy.seen.length, slow.seen.length]).toEqual([4, 2]);
    sent.push(send(true));
    await expect.poll(() => [busy.seen.length, slow.seen.length]).toEqual([5, 3]);
    leave.abort();
    await Promise.all(sent);
  });

  it('asks once when the answer is quick, and only where it is allowed', async () => {
    const fakes = [await fakeBackend(ok), await fakeBackend(ok)];
    const urls = fakes.map(({ url }) => url);
    const { backend } = backendOf(urls, { options: { hedge_ms: 2000 } });
    for (let i = 0; i < 4; i++) await readText(await backend.send({ ...post, hedge: true }));
    expect(fakes.flatMap(({ seen }) => seen)).toHaveLength(4);
  });
});
