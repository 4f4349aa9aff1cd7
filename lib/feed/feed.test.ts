import { describe, expect, it, onTestFinished } from 'vitest';
import { createFeed, type Feed, type FeedOptions } from './feed.ts';

function feedOf(options: Partial<FeedOptions> = {}): Feed {
  return createFeed({
    instance: 'me',
    mode: 'live',
    busMode: 'local',
    bufferSize: 100,
    queueSize: 10,
    maxSubscribers: 3,
    backlogLines: 80,
    keepAliveMs: 60_000,
    maxLineChars: 1200,
    defaultLevel: 'INFO',
    redact: (text) => text.replaceAll('secret', '***'),
    ...options,
  });
}

const line = (n: number, more: object = {}) => ({
  id: `p-${n}`,
  ts: '2026-01-01T00:00:00.000000+00:00',
  source: 'synapse.llm',
  level: 'INFO',
  message: `line ${n}`,
  instance: 'i',
  ...more,
});

interface Frame {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown>;
}

/** What has come so far of a stream, as frames. */
function listen(feed: Feed, wish: Parameters<Feed['subscribe']>[0] = {}) {
  const stream = feed.subscribe(wish);
  onTestFinished(() => void stream.destroy());
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const field = (frame: string, name: string): string | undefined =>
    frame
      .split('\n')
      .find((row) => row.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const frames = (): Frame[] =>
    text
      .split('\n\n')
      .filter((frame) => frame.includes('event: '))
      .map((frame) => ({
        id: field(frame, 'id'),
        event: field(frame, 'event'),
        data: JSON.parse(field(frame, 'data')!) as Record<string, unknown>,
      }));
  const messages = async (count: number): Promise<unknown[]> => {
    await expect.poll(() => frames().filter(({ event }) => event === 'log').length).toBe(count);
    return frames()
      .filter(({ event }) => event === 'log')
      .map(({ data }) => data['message']);
  };
  return { stream, frames, messages, text: () => text };
}

describe('the terminal feed', () => {
  it('ends in good order while lines go on', async () => {
    const feed = feedOf();
    feed.add(line(1));
    const stream = feed.subscribe({});
    onTestFinished(() => void stream.destroy());
    const faults: unknown[] = [];
    let ended = false;
    stream.on('error', (fault) => faults.push(fault)).on('end', () => (ended = true));
    stream.end();
    feed.add(line(2));
    stream.end();
    stream.resume();
    await expect.poll(() => ended || faults.length > 0).toBe(true);
    expect(faults).toEqual([]);
  });

  it('begins with meta and retry, then the newest lines, then what comes', async () => {
    const feed = feedOf({ backlogLines: 2 });
    for (let n = 1; n <= 4; n++) feed.add(line(n));
    const reader = listen(feed);
    feed.add(line(5));
    expect(await reader.messages(3)).toEqual(['line 3', 'line 4', 'line 5']);
    expect(reader.text().startsWith('retry: 2500\nevent: meta\ndata: {"instance":"me",')).toBe(
      true,
    );
    expect(reader.frames()[0]!.data).toEqual({
      instance: 'me',
      mode: 'live',
      bus_mode: 'local',
      resumed: 'no',
    });
    expect(reader.frames()[1]!.data).toEqual({
      ts: '2026-01-01T00:00:00.000000+00:00',
      source: 'synapse.llm',
      level: 'INFO',
      message: 'line 3',
      instance: 'i',
    });
    const ids = reader
      .frames()
      .slice(1)
      .map(({ id }) => Number.parseInt(id!, 10));
    expect(ids).toEqual([ids[0], ids[0]! + 1, ids[0]! + 2]);
  });

  it('goes on after the last line, here and at a replica, without gap or repetition', async () => {
    const [here, there] = [feedOf(), feedOf()];
    there.add(line(0));
    for (let n = 1; n <= 5; n++) for (const feed of [here, there]) feed.add(line(n));
    const first = listen(here);
    await first.messages(5);
    const lastEventId = first.frames().find(({ data }) => data['message'] === 'line 3')!.id;
    for (const feed of [here, there]) {
      const again = listen(feed, { lastEventId, backlog: '1' });
      feed.add(line(6));
      expect(await again.messages(3)).toEqual(['line 4', 'line 5', 'line 6']);
      expect(again.frames()[0]!.data['resumed']).toBe('exact');
    }
  });

  it('says how many lines are gone for good, and begins anew after a place it does not know', async () => {
    const feed = feedOf({ bufferSize: 10 });
    feed.add(line(1));
    const first = listen(feed);
    await first.messages(1);
    for (let n = 2; n <= 20; n++) feed.add(line(n));
    const again = listen(feed, { lastEventId: first.frames()[1]!.id });
    expect(await again.messages(10)).toHaveLength(10);
    expect(again.frames()[1]).toMatchObject({
      event: 'dropped',
      data: { count: 9, reason: 'gap' },
    });
    for (const lastEventId of ['7-other-1', 'nonsense', '99999999999999999999-x']) {
      const anew = listen(feed, { lastEventId, backlog: '2' });
      expect(await anew.messages(2)).toEqual(['line 19', 'line 20']);
      expect(anew.frames()[0]!.data['resumed']).toBe('no');
      anew.stream.destroy();
    }
  });

  it.each([
    [{ level: 'warning' }, [3, 4]],
    [{ level: 'DEBUG' }, [1, 2, 3, 4, 5]],
    [{ level: 'nonsense' }, [2, 3, 4, 5]],
    [{}, [2, 3, 4, 5]],
    [{ sources: 'a, b' }, [2, 5]],
    [{ sources: 'b', level: 'info' }, [5]],
    [{ backlog: '2' }, [4, 5]],
    [{ backlog: '0' }, [5]],
    [{ backlog: 'x' }, [2, 3, 4, 5]],
  ])('%j shows %j', async (wish, expected) => {
    const feed = feedOf();
    feed.add(line(1, { level: 'DEBUG' }));
    feed.add(line(2, { source: 'a' }));
    feed.add(line(3, { level: 'WARNING' }));
    feed.add(line(4, { level: 'CRITICAL' }));
    feed.add(line(5, { source: 'b' }));
    expect(await listen(feed, wish).messages(expected.length)).toEqual(
      expected.map((n) => `line ${n}`),
    );
  });

  it('drops the oldest lines of a reader that does not read, and tells it; unwanted lines take no room', async () => {
    const feed = feedOf({ bufferSize: 5000 });
    const stream = feed.subscribe({ level: 'INFO' });
    onTestFinished(() => void stream.destroy());
    const long = 'x'.repeat(1000);
    for (let n = 1; n <= 200; n++) {
      feed.add(line(n, { message: `${n} ${long}` }));
      for (let m = 0; m < 20; m++) feed.add(line(n * 1000 + m, { level: 'DEBUG' }));
    }
    const { dropped } = feed.counters();
    expect(dropped).toBeGreaterThan(100);
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await expect.poll(() => text).toContain('"200 x');
    const counts = [...text.matchAll(/event: dropped\ndata: \{"count":(\d+),"reason":"slow"\}/g)];
    expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(dropped);
    expect([...text.matchAll(/event: log/g)]).toHaveLength(200 - dropped);
  });

  it('marks the place where lines never came, for all filters, and goes on exactly after it', async () => {
    const feed = feedOf();
    const live = listen(feed, { sources: 'a' });
    feed.add(line(1, { source: 'a' }));
    feed.miss({ count: 3, instance: 'stt-1' });
    feed.miss({ count: 2, instance: null });
    feed.add(line(7, { source: 'a' }));
    await live.messages(2);
    const marked = (frames: Frame[]) => frames.map(({ event, data }) => data['count'] ?? event);
    expect(marked(live.frames())).toEqual(['meta', 'log', 3, 2, 'log']);
    expect(live.frames()[2]).toEqual({
      id: undefined,
      event: 'dropped',
      data: { count: 3, reason: 'bus', instance: 'stt-1' },
    });
    expect(live.frames()[3]!.data).toEqual({ count: 2, reason: 'bus' });
    const late = listen(feed);
    const again = listen(feed, { lastEventId: live.frames()[1]!.id });
    expect(await late.messages(2)).toEqual(['line 1', 'line 7']);
    expect(await again.messages(1)).toEqual(['line 7']);
    expect(marked(late.frames())).toEqual(['meta', 'log', 3, 2, 'log']);
    expect(marked(again.frames())).toEqual(['meta', 3, 2, 'log']);
  });

  it('brings every reader each line once and in order, however it reads', async () => {
    const feed = feedOf({ bufferSize: 5000, queueSize: 5000, maxSubscribers: 10 });
    const eager = listen(feed);
    const pausing = listen(feed);
    const text = 'x'.repeat(100);
    const later: ReturnType<typeof listen>[] = [];
    for (let n = 1; n <= 1500; n++) {
      feed.add(line(n, { message: `${n} ${text}` }));
      if (n % 70 === 0) pausing.stream.pause();
      if (n % 110 === 0) pausing.stream.resume();
      if (n % 500 === 0) later.push(listen(feed, { backlog: '10' }));
      if (n % 37 === 0) await new Promise(setImmediate);
      if (n % 300 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
    }
    pausing.stream.resume();
    const numbers = (messages: unknown[]): number[] =>
      messages.map((message) => Number.parseInt(String(message), 10));
    const all = Array.from({ length: 1500 }, (_, n) => n + 1);
    expect(numbers(await eager.messages(1500))).toEqual(all);
    expect(numbers(await pausing.messages(1500))).toEqual(all);
    for (const [index, reader] of later.entries()) {
      const from = 500 * (index + 1) - 10;
      expect(numbers(await reader.messages(1500 - from))).toEqual(all.slice(from));
    }
    expect(feed.counters().dropped).toBe(0);
  });

  it('gives signs of life by the clock, whatever else goes on', async () => {
    const feed = feedOf({ keepAliveMs: 50 });
    const reader = listen(feed);
    const busy = setInterval(() => feed.add(line(Math.random())), 5);
    onTestFinished(() => clearInterval(busy));
    await expect.poll(() => reader.text().split(': keepalive\n\n').length).toBeGreaterThan(3);
  });

  it('has room for so many readers; one that leaves makes room', () => {
    const feed = feedOf({ maxSubscribers: 2 });
    const first = feed.subscribe({});
    const second = feed.subscribe({});
    expect(() => feed.subscribe({})).toThrow(expect.objectContaining({ status: 503 }) as Error);
    first.destroy();
    return new Promise((resolve) => setImmediate(resolve)).then(() => {
      feed.subscribe({}).destroy();
      second.destroy();
    });
  });

  it('hears a line once, mends lines of other programs and masks them again', async () => {
    const feed = feedOf({ maxLineChars: 300 });
    feed.add(line(1));
    feed.add(line(1));
    feed.add({ message: 'a secret\nin two lines' });
    feed.add({ message: 7, level: 'loud', source: 'x'.repeat(500), instance: '' });
    feed.add(line(2, { message: 'y'.repeat(5000) }));
    const reader = listen(feed);
    const [, foreign, odd, long] = (await reader.messages(4)) as string[];
    expect([foreign, odd]).toEqual(['a *** \\n in two lines', '']);
    expect(long).toHaveLength(300);
    expect(long!.endsWith('...[truncated]')).toBe(true);
    expect(reader.frames()[3]!.data).toMatchObject({ level: 'INFO', instance: 'external' });
    expect(String(reader.frames()[3]!.data['source'])).toHaveLength(120);
  });

  it('masks no more of a huge line than is shown, and shows no half of a secret', () => {
    let most = 0;
    const redact = (text: string): string => {
      most = Math.max(most, text.length);
      return text.replaceAll(/sk-\w{10,}/g, '*');
    };
    const feed = feedOf({ redact, maxLineChars: 300 });
    feed.add(line(1, { message: 'sk-0123456789 '.repeat(70_000), source: 'y'.repeat(1e6) }));
    expect(most).toBeLessThan(5000);
    const frame = String(feed.subscribe({}).read());
    expect(frame).toContain('...[truncated]');
    expect(frame).not.toContain('sk-');
  });

  it('ends its streams when it is closed', async () => {
    const feed = feedOf();
    const reader = listen(feed);
    feed.close();
    await expect.poll(() => reader.stream.readableEnded).toBe(true);
    await expect.poll(() => feed.counters().subscribers).toBe(0);
  });
});
