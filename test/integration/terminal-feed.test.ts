import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { runRedis } from '../support/run-redis.ts';
import { openFeed, type OpenFeed } from '../support/terminal-feed.ts';
import { withBackends } from '../support/with-backends.ts';

const TOKEN = 'the-token';
const CHANNEL = 'synapse:terminal_feed';

const live = (more: Record<string, string> = {}) => ({
  SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
  SYNAPSE_TERMINAL_FEED_MODE: 'live',
  ...more,
});

const dashboard = (env: Record<string, string>) =>
  withBackends('dashboard', { a: 'http://127.0.0.1:9' }, env);

/** Asks a function for what it does not have, until a feed shows the line of it. */
async function ask(url: string, id: string, feeds: readonly OpenFeed[]): Promise<void> {
  let turn = 0;
  await expect
    .poll(
      async () => {
        await fetch(`${url}/stt/transcribe`, { headers: { 'x-request-id': `${id}-${turn++}` } });
        return feeds.every((feed) => feed.text().includes(id));
      },
      { timeout: 30_000, interval: 200 },
    )
    .toBe(true);
}

describe('over Redis', () => {
  it('two replicas show the same lines of every function, in the same order, and go on for each other', async () => {
    const redis = await runRedis();
    const env = live({
      SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
      SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
      SYNAPSE_TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS: '1',
    });
    const [one, two, stt] = await Promise.all([
      dashboard(env),
      dashboard({ ...env, SYNAPSE_INSTANCE_ID: 'second' }),
      withBackends('stt', { 'whisper-stt': 'http://127.0.0.1:9' }, env),
    ]);
    const feeds = [await openFeed(one.url, TOKEN), await openFeed(two.url, TOKEN)];
    await ask(stt.url, 'begin', feeds);
    for (let n = 0; n < 30; n++) {
      await fetch(`${stt.url}/stt/transcribe`, { headers: { 'x-request-id': `line-${n}` } });
      // Their own lines are among the others'.
      if (n % 5 === 0) await fetch(`${one.url}/dashboard/api/nothing`);
      if (n % 7 === 0) await fetch(`${two.url}/dashboard/api/nothing`);
    }
    await ask(stt.url, 'end', feeds);
    const since = (feed: OpenFeed): object[] =>
      feed
        .frames()
        .filter(({ event }) => event === 'log')
        .map(({ data }) => data)
        .slice(feed.frames().findIndex(({ data }) => data['request_id'] === 'line-0') - 1);
    await expect.poll(() => since(feeds[1]!)).toEqual(since(feeds[0]!));
    expect(since(feeds[0]!).length).toBeGreaterThan(40);

    const place = feeds[0]!.frames().find(({ data }) => data['request_id'] === 'line-20')!.id!;
    const again = await openFeed(two.url, TOKEN, '', { 'last-event-id': place });
    await expect.poll(() => again.text()).toContain('end-');
    expect(again.frames()[0]!.data['resumed']).toBe('exact');
    const ids = again
      .frames()
      .map(({ data }) => String(data['request_id']))
      .filter((id) => id.startsWith('line-'));
    expect(ids).toEqual(Array.from({ length: 9 }, (_, n) => `line-${n + 21}`));

    const foreign = new Redis(redis.url);
    onTestFinished(() => foreign.disconnect());
    const message = 'from elsewhere, password=hunter22';
    await foreign.publish(CHANNEL, JSON.stringify({ level: 'ERROR', message, source: 'theirs' }));
    for (const feed of feeds)
      await expect.poll(() => feed.messages().at(-1)).toBe('from elsewhere, password=[REDACTED]');
  });

  it('two replicas show or count every line that is written while Redis is killed, started and paused', async () => {
    const redis = await runRedis();
    onTestFinished(redis.resume);
    const env = live({
      SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
      SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
      SYNAPSE_TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS: '1',
    });
    const [one, two, stt] = await Promise.all([
      dashboard(env),
      dashboard(env),
      withBackends(
        'stt',
        { 'whisper-stt': 'http://127.0.0.1:9' },
        { ...env, SYNAPSE_INSTANCE_ID: 'stt-1' },
      ),
    ]);
    const feeds = [await openFeed(one.url, TOKEN), await openFeed(two.url, TOKEN)];
    await ask(stt.url, 'begin', feeds);
    const from = (lines: readonly string[]): string[] =>
      lines.slice(lines.findIndex((line) => line.includes('"line-0"')));
    const written = (): number => from(stt.output().trimEnd().split('\n')).length;
    let turn = 0;
    const write = async (ms: number): Promise<void> => {
      const until = performance.now() + ms;
      while (performance.now() < until) {
        await fetch(`${stt.url}/stt/transcribe`, { headers: { 'x-request-id': `line-${turn++}` } });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await write(200);
    await redis.stop();
    await write(800);
    await redis.start();
    await write(2000);
    redis.pause();
    await write(1500);
    redis.resume();
    await write(1500);
    const sum = (feed: OpenFeed): number => {
      const mine = feed.frames().filter(({ data }) => data['instance'] === 'stt-1');
      const first = mine.findIndex(({ data }) => data['request_id'] === 'line-0');
      return mine
        .slice(first)
        .reduce(
          (total, { event, data }) => total + (event === 'log' ? 1 : Number(data['count'])),
          0,
        );
    };
    await expect.poll(() => feeds.map((feed) => sum(feed) - written())).toEqual([0, 0]);
    for (const feed of feeds) {
      const ids = feed.frames().flatMap(({ data }) => data['request_id'] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('an outage costs lines, which are counted and told, and no request; then all goes on', async () => {
    const redis = await runRedis();
    const env = live({
      SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
      SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
      SYNAPSE_TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS: '1',
      SYNAPSE_BUS_QUEUE_SIZE: '20',
    });
    const [board, stt] = await Promise.all([
      dashboard(env),
      withBackends(
        'stt',
        { 'whisper-stt': 'http://127.0.0.1:9' },
        { ...env, SYNAPSE_INSTANCE_ID: 'stt-1' },
      ),
    ]);
    const feed = await openFeed(board.url, TOKEN);
    await ask(stt.url, 'begin', [feed]);
    await redis.stop();
    for (let n = 0; n < 60; n++) {
      const answer = await fetch(`${stt.url}/stt/transcribe`, {
        signal: AbortSignal.timeout(2000),
      });
      expect(answer.status).toBe(405);
    }
    await redis.start();
    await ask(stt.url, 'restarted', [feed]);
    await expect
      .poll(() => feed.text(), { timeout: 20_000 })
      .toMatch(/Redis is back after [\d.]+ s; \d+ lines were dropped/);
    const marks = () => feed.frames().filter(({ data }) => data['reason'] === 'bus');
    await expect.poll(() => marks().length).toBeGreaterThan(0);
    expect(marks()[0]).toMatchObject({
      event: 'dropped',
      data: { instance: 'stt-1', count: expect.any(Number) as number },
    });
    redis.pause();
    for (let n = 0; n < 5; n++) {
      const started = performance.now();
      expect((await fetch(`${stt.url}/stt/transcribe`)).status).toBe(405);
      expect(performance.now() - started).toBeLessThan(1000);
    }
    redis.resume();
    await ask(stt.url, 'resumed', [feed]);
    const bus = async (): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${board.url}/dashboard/api/overview`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return ((await answer.json()) as { feed: { bus: Record<string, unknown> } }).feed.bus;
    };
    await expect.poll(bus).toMatchObject({ transport: 'redis', connected: true });
    expect((await bus())['reconnects']).toBeGreaterThan(0);
    const missing = marks().reduce((sum, { data }) => sum + Number(data['count']), 0);
    expect(missing).toBeGreaterThanOrEqual(40);
    expect((await bus())['lost']).toBe(missing);
  }, 120_000);
});

it('meets at a Redis with TLS and a password', async () => {
  const { keyFile: key, certFile: cert, remove } = makeCertificate('IP:127.0.0.1');
  onTestFinished(remove);
  const redis = await runRedis({ password: 's3cret', tls: { key, cert } });
  const env = live({
    SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
    SYNAPSE_TERMINAL_FEED_REDIS_URL: redis.url,
    NODE_EXTRA_CA_CERTS: cert,
  });
  const [board, stt] = await Promise.all([
    dashboard(env),
    withBackends('stt', { 'whisper-stt': 'http://127.0.0.1:9' }, env),
  ]);
  const feed = await openFeed(board.url, TOKEN);
  await ask(stt.url, 'by-tls', [feed]);
  expect(board.output() + stt.output() + feed.text()).not.toContain('s3cret');
});

it('a reader that does not read is told what it missed; it holds up nobody', async () => {
  const board = await dashboard(
    live({ SYNAPSE_TERMINAL_FEED_SUBSCRIBER_QUEUE_SIZE: '10', SYNAPSE_LOG_LEVEL: 'DEBUG' }),
  );
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const slow = await fetch(`${board.url}/events/terminal`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: leaving.signal,
  });
  const path = `/dashboard/api/${'x'.repeat(1100)}`;
  const counters = async (): Promise<{ dropped: number }> =>
    (
      (await (
        await fetch(`${board.url}/dashboard/api/overview`, {
          headers: { authorization: `Bearer ${TOKEN}` },
        })
      ).json()) as { feed: { dropped: number } }
    ).feed;
  await expect
    .poll(
      async () => {
        await Promise.all(Array.from({ length: 200 }, () => fetch(board.url + path)));
        return (await counters()).dropped;
      },
      { timeout: 50_000 },
    )
    .toBeGreaterThan(0);
  let text = '';
  for await (const chunk of slow.body!) {
    text += Buffer.from(chunk).toString();
    if (text.includes('event: dropped')) break;
  }
  expect(text).toMatch(/event: dropped\ndata: \{"count":\d+,"reason":"slow"\}/);
});

it('has room for so many readers, each until it leaves', async () => {
  const board = await dashboard(live({ SYNAPSE_TERMINAL_FEED_MAX_SUBSCRIBERS: '2' }));
  const first = await openFeed(board.url, TOKEN);
  await openFeed(board.url, TOKEN);
  const refused = await openFeed(board.url, TOKEN);
  expect(refused.response.status).toBe(503);
  expect(refused.response.headers.get('retry-after')).toBe('10');
  first.close();
  await expect
    .poll(async () => (await openFeed(board.url, TOKEN)).response.status, { timeout: 5000 })
    .toBe(200);
  // Whoever reads leaves some time; the feed does not talk of its own readers.
  expect(board.output()).not.toContain('499');
});

it('the mode mock shows a marked demonstration', async () => {
  const board = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
  const feed = await openFeed(board.url, TOKEN, '?level=DEBUG');
  await expect.poll(() => feed.messages().length).toBeGreaterThan(5);
  expect(feed.frames()[0]!.data).toMatchObject({ mode: 'mock', bus_mode: 'local' });
  for (const message of feed.messages()) expect(message).toMatch(/^\[demonstration\] /);
});

it.each([
  [{ SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis' }, /SYNAPSE_TERMINAL_FEED_REDIS_URL: must be set/],
  [
    {
      SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
      SYNAPSE_TERMINAL_FEED_REDIS_URL: 'http://u:hidden@h',
    },
    /SYNAPSE_TERMINAL_FEED_REDIS_URL: is not a redis:\/\/ or rediss:\/\/ URL(?![\s\S]*hidden)/,
  ],
  [
    { SYNAPSE_TERMINAL_FEED_REDACT_EXTRA_PATTERNS: 'ok || (a+)+$' },
    /"\(a\+\)\+\$" nests repetitions/,
  ],
])('does not start with %j', async (env, said) => {
  await expect(dashboard(live(env))).rejects.toThrow(said);
});
