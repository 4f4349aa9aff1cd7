import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

interface Read {
  readonly ids: string[];
  readonly ms: number;
  readonly headers: Record<string, string>;
}

it('lists models at once however slow a backend is, marks what is stale, and asks anew on demand', async () => {
  let answer: (() => string) | null = () => '{"data":[{"id":"e1"}]}';
  const embed = await fakeBackend((_req, res) => {
    if (answer) res.setHeader('content-type', 'application/json').end(answer());
  });
  const router = await fakeRouter({ m: 'loaded' });
  const llm = await withBackends('llm', { 'llama-embed': embed.url, 'llama-router': router.url });
  await fetch(`${llm.url}/models/m/profile`, {
    method: 'PUT',
    body: '{"temperature":0.2}',
    headers: { 'content-type': 'application/json' },
  });
  const read = async (query = ''): Promise<Read> => {
    const started = performance.now();
    const reply = await fetch(`${llm.url}/v1/models${query}`);
    const { data } = (await reply.json()) as { data: { id: string }[] };
    const ms = performance.now() - started;
    return { ids: data.map(({ id }) => id), ms, headers: Object.fromEntries(reply.headers) };
  };
  expect((await read()).ids).toEqual(['e1', 'm']);
  expect((await read()).headers['x-synapse-stale']).toBeUndefined();

  answer = null;
  await sleep(2100);
  const reads: Read[] = [];
  for (let i = 0; i < 21; i++) reads.push(await read());
  const median = reads.map(({ ms }) => ms).sort((a, b) => a - b)[10]!;
  expect(median).toBeLessThan(20);
  expect(reads[0]!.ids).toEqual(['e1', 'm']);
  expect(reads.at(-1)!.headers['x-synapse-stale']).toMatch(/^llama-embed;age=\d+$/);
  expect(embed.seen).toHaveLength(2);

  embed.server.closeAllConnections();
  answer = () => '{"data":[{"id":"e2"}]}';
  await sleep(100);
  const fresh = await read('?refresh=1');
  expect(fresh.ids).toEqual(['e2', 'm']);
  expect(fresh.headers['x-synapse-stale']).toBeUndefined();
});

it('waits only once, and not for long, for a backend that has never answered', async () => {
  const silent = await fakeBackend(() => {});
  const router = await fakeRouter({ m: 'loaded' });
  const llm = await withBackends('llm', { 'llama-embed': silent.url, 'llama-router': router.url });
  const started = performance.now();
  const first = await fetch(`${llm.url}/v1/models`);
  expect(performance.now() - started).toBeLessThan(4000);
  expect(first.headers.get('x-synapse-missing')).toBe('llama-embed');
});
