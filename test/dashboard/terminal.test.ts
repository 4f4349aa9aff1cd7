import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, PHONE, WIDE } from './browser.ts';
import { house } from './house.ts';
import { frame, lineAt } from './stub/terminal-scene.ts';

const { browser, stub } = house();

interface Feed {
  readonly connections: { readonly lastId: string | undefined; readonly res: ServerResponse }[];
  readonly send: (text: string) => void;
  /** What the next connection is told of how it goes on. */
  resumed: 'exact' | 'gap' | 'no';
}

/** A feed in the hands of the test. */
function feed(): Feed {
  const connections: Feed['connections'] = [];
  const self: Feed = {
    connections,
    resumed: 'no',
    send: (text) => connections.at(-1)?.res.write(text),
  };
  stub().on('GET /events/terminal', (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(
      frame('meta', {
        instance: 'attic-1',
        mode: 'live',
        bus_mode: 'redis',
        resumed: self.resumed,
      }),
    );
    connections.push({ lastId: req.headers['last-event-id'] as string | undefined, res });
  });
  return self;
}

async function openTerminal(viewport = WIDE): Promise<{
  page: Page;
  close: () => Promise<void>;
  complaints: string[];
}> {
  const { page, context, complaints } = await openPage(browser(), { viewport });
  await page.goto(`${stub().url}/dashboard#/terminal`);
  await page.getByText('attic-1 · redis').waitFor();
  return { page, close: () => context.close(), complaints };
}

const burst = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) =>
    frame('log', lineAt(from + index, 1_764_000_000_000), from + index + 1),
  ).join('');

const counter = (page: Page) => page.locator('.terminal-count').textContent();

test('five thousand lines stay smooth: only those on the screen are in the page', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 6_000));
  await expect.poll(() => counter(page), { timeout: 15_000 }).toContain('of 5,000 lines');
  expect(await page.locator('.line').count()).toBeLessThan(150);
  // The newest is on the screen without anyone scrolling.
  await page.locator('.line').last().waitFor();
  // CPU time of the page's thread, so that a busy machine changes little; at rest it is some 6 ms a frame.
  const cpu = await page.context().newCDPSession(page);
  await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (): Promise<number> => {
    const { metrics } = await cpu.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  const before = await spent();
  await page.evaluate(async () => {
    const box = document.querySelector('.terminal-lines')!;
    for (let step = 0; step < 60; step++) {
      box.scrollTop = (box.scrollHeight / 60) * step;
      await new Promise(requestAnimationFrame);
    }
  });
  const used = (await spent()) - before;
  expect(used).toBeLessThan(60 * 25);
  expect(await page.locator('.line').count()).toBeGreaterThan(10);
  await page.getByRole('button', { name: 'Newest' }).waitFor();
  await close();
});

test('wrapping shows long lines whole, and the end stays the end', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 400));
  const long = { ...lineAt(0, 0), message: `long ${'word '.repeat(120)}end` };
  send(frame('log', long, 401));
  await page.getByRole('button', { name: 'Wrap long lines' }).click();
  const last = page.locator('.line').last();
  await expect.poll(async () => (await last.boundingBox())?.height ?? 0).toBeGreaterThan(40);
  const box = await page.locator('.terminal-lines').boundingBox();
  await expect
    .poll(async () => {
      const row = await last.boundingBox();
      return row ? Math.abs(row.y + row.height - (box!.y + box!.height)) : 999;
    })
    .toBeLessThan(30);
  await close();
});

test('who has tried again by hand is let go of with the view, and sees no line twice', async () => {
  const server = feed();
  const { connections, send } = server;
  const { page, close } = await openTerminal();
  server.resumed = 'exact';
  send(burst(0, 2));
  await expect.poll(() => counter(page)).toContain('of 2 lines');
  connections.at(-1)!.res.destroy();
  await page.getByRole('button', { name: 'Now' }).click();
  await expect.poll(() => connections.length).toBe(2);
  const left = once(connections[1]!.res, 'close');
  await page.keyboard.press('1');
  await left;
  await page.keyboard.press('6');
  await expect.poll(() => connections.length).toBe(3);
  send(burst(2, 3));
  await expect.poll(() => counter(page)).toContain('of 3 lines');
  await close();
});

test('a lost connection is taken up after the last line, and what is missing is marked', async () => {
  const server = feed();
  const { connections, send } = server;
  const { page, close } = await openTerminal();
  const comeBack = async (resumed: Feed['resumed']): Promise<void> => {
    server.resumed = resumed;
    const before = connections.length;
    connections.at(-1)!.res.destroy();
    await page.getByText(/disconnected, again in/).waitFor();
    await page.getByRole('button', { name: 'Now' }).click();
    await expect.poll(() => connections.length).toBe(before + 1);
  };
  send(burst(0, 9));
  await expect.poll(() => counter(page)).toContain('of 9 lines');
  // The first connection goes on from nothing: that is no gap.
  expect(await page.locator('.line-gap').count()).toBe(0);
  await comeBack('exact');
  expect(connections[1]!.lastId).toBe('9');
  send(burst(9, 10));
  await expect.poll(() => counter(page)).toContain('of 10 lines');
  expect(await page.locator('.line-gap').count()).toBe(0);
  await comeBack('gap');
  send(frame('dropped', { count: 1234, reason: 'gap' }));
  send(burst(10, 12));
  await page.getByText('1,234 lines are missing here: the feed no longer keeps them').waitFor();
  await comeBack('no');
  send(burst(12, 13));
  await page.getByText('the feed has begun anew').waitFor();
  send(frame('dropped', { count: 1, reason: 'slow' }));
  await page.getByText('1 line is missing here: this page was too slow').waitFor();
  await expect.poll(() => counter(page)).toContain('of 16 lines');
  // Filters never hide a gap.
  await page.getByLabel('Search the lines').fill('nothing has this');
  await expect.poll(() => page.locator('.line').count()).toBe(3);
  await close();
});

test('a request id finds the lines of the request, typed or followed', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 5));
  const id = '7c1d0e9a-5555-4000-8000-000000000002';
  send(frame('log', { ...lineAt(0, 0), request_id: id }, 6));
  await page.getByRole('link', { name: '7c1d0e9a' }).click();
  await expect.poll(() => counter(page)).toBe('1 of 6 lines');
  expect(await page.getByLabel('Search the lines').inputValue()).toBe(id);
  await page.getByRole('button', { name: 'Copy the lines' }).click();
  await page.getByText('1 line copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`request=${id}`);
  await close();
});

test('on a phone a message is read whole without scrolling aside', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal(PHONE);
  send(frame('log', { ...lineAt(0, 0), message: `long ${'word '.repeat(60)}end` }, 1));
  const message = page.locator('.line-message');
  await expect.poll(async () => (await message.boundingBox())?.height ?? 0).toBeGreaterThan(40);
  const { x, width } = (await message.boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(PHONE.width);
  const wrap = page.getByRole('button', { name: 'Wrap long lines' });
  expect(await wrap.getAttribute('aria-pressed')).toBe('true');
  await close();
});

test('levels, source, search, pause and clear', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 90));
  await expect.poll(() => counter(page)).toBe('80 of 90 lines');
  await page.getByRole('button', { name: 'DEBUG' }).click();
  await expect.poll(() => counter(page)).toBe('90 of 90 lines');
  await page.getByLabel('Source').selectOption('audio');
  await expect.poll(() => counter(page)).toBe('10 of 90 lines');
  await page.getByLabel('Source').selectOption('');
  await page.keyboard.press('/');
  await page.keyboard.type('breaker open');
  await expect.poll(() => counter(page)).toBe('10 of 90 lines');
  expect(await page.locator('mark').first().textContent()).toBe('breaker open');
  await page.getByLabel('Search the lines').fill('');
  await page.getByRole('button', { name: 'Pause' }).click();
  send(burst(90, 100));
  await page.getByRole('button', { name: 'Resume (10)' }).click();
  await expect.poll(() => counter(page)).toBe('100 of 100 lines');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Nothing has happened yet.').waitFor();
  await page.reload();
  await expect
    .poll(() => page.getByRole('button', { name: 'DEBUG' }).getAttribute('aria-pressed'))
    .toBe('true');
  await close();
});

test('lines are copied and saved as text', async () => {
  const { send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 4));
  await expect.poll(() => counter(page)).toContain('of 4 lines');
  await page.getByRole('button', { name: 'Copy the lines' }).click();
  await page.getByText('3 lines copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')[0]).toMatch(/^2025-.*Z {2}INFO {6}llm {2}\[synapse-llm-7f9c\] {2}POST/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the lines' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^synapse-.*\.log$/);
  expect(await readFile(await download.path(), 'utf8')).toBe(`${copied}\n`);
  await close();
});

test('a hidden page lets go of its stream, and resumes when it is seen', async () => {
  const { connections, send } = feed();
  const { page, close } = await openTerminal();
  send(burst(0, 3));
  await expect.poll(() => counter(page)).toContain('of 3 lines');
  const hide = (value: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, value);
  await hide(true);
  await expect.poll(() => connections[0]!.res.destroyed).toBe(true);
  await hide(false);
  await expect.poll(() => connections.at(-1)!.lastId).toBe('3');
  await close();
});
