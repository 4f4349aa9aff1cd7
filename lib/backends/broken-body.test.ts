import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { backendOf } from '../../test/support/backend-of.ts';
import { fakeBackend, type Script } from '../../test/support/fake-backend.ts';

const SENT = 40_000;

/** Sends events as fast as they go, and breaks. */
const breaks: Script = (_req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\n');
  setTimeout(() => res.write('x'.repeat(SENT)), 20);
  setTimeout(() => res.destroy(), 60);
};

it.each([1, 2])(
  'what a backend with %i url(s) sent before it broke is read first, however late the reader is',
  async (count) => {
    const fakes = await Promise.all(Array.from({ length: count }, () => fakeBackend(breaks)));
    const { backend, changes } = backendOf(fakes.map(({ url }) => url));
    const { body } = await backend.send({ method: 'POST', path: '/', body: '{}' });
    await sleep(150);
    let bytes = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of body) bytes += (chunk as Buffer).length;
    };
    await expect(read()).rejects.toMatchObject({ status: 502, code: 'backend_broken' });
    expect(bytes).toBeGreaterThan(SENT);
    expect(changes).toEqual([]);
  },
);
