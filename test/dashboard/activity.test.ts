import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, openPage, PHONE } from './browser.ts';
import { house } from './house.ts';
import { NOW } from './stub/scene.ts';
import { requestsAnswer } from './stub/requests-scene.ts';
import { answerError, answerJson } from './stub/stub.ts';

const { browser, stub } = house();

const open = async (hash: string, more: object = {}) => {
  const opened = await openPage(browser(), { now: NOW, ...more });
  await opened.page.goto(`${stub().url}/dashboard#/${hash}`);
  return opened;
};

const rows = (page: Page) => page.locator('.request');
const hash = (page: Page): string => new URL(page.url()).hash;
const reads = (): number =>
  stub().calls.filter(({ what }) => what === 'GET /dashboard/api/requests').length;

test('each request tells what it asked, how it went, how long it took and what it cost', async () => {
  const { page, context } = await open('activity');
  await rows(page).nth(99).waitFor();
  const cells = await rows(page).first().getByRole('cell').allTextContents();
  expect(cells).toEqual([
    '14:29:59',
    'POST /v1/chat/completions',
    'Qwen3-8B-Q4_K_M',
    '200',
    '310 ms',
    '4.82 s',
    '1,204 → 212',
    '47.2',
    '…f9c7b8-x2x4z',
    '7c00001e',
  ]);
  const left = page.getByRole('row').filter({ hasText: 'the client closed the connection' });
  await left.first().getByText('~61').waitFor();
  // Several requests may be of one client's making: the model, the backend and the lines are a click away.
  await rows(page).first().getByRole('link', { name: 'Qwen3-8B' }).click();
  await page.locator('main[data-view=models]').waitFor();
  await page.goBack();
  await rows(page).first().getByTitle('Find it in the terminal').click();
  await page.locator('main[data-view=terminal]').waitFor();
  await expect
    .poll(() => page.getByLabel('Search the lines').inputValue())
    .toBe('7c00001e-0000-4000-8000-000000000000');
  await context.close();
});

test('function, status and words choose; the address says so, and opens the same again', async () => {
  const { page, context } = await open('activity');
  await rows(page).nth(99).waitFor();
  await page.getByLabel('Function').selectOption('tts');
  await page.getByLabel('Status').selectOption('failed');
  await page.locator('.request', { hasText: '422' }).first().waitFor();
  await expect.poll(() => rows(page).filter({ hasNotText: '422' }).count()).toBe(0);
  expect(hash(page)).toBe('#/activity/function=tts/status=failed');
  await page.reload();
  await page.locator('.request', { hasText: '422' }).first().waitFor();
  expect(await page.getByLabel('Function').inputValue()).toBe('tts');
  await page.keyboard.press('/');
  await page.keyboard.type('no/such thing');
  await page.getByText('None of the').waitFor();
  expect(hash(page)).toBe('#/activity/function=tts/status=failed/search=no%2Fsuch%20thing');
  await page.getByRole('link', { name: 'Show them all' }).click();
  await rows(page).nth(99).waitFor();
  expect(await page.getByLabel('Search the requests').inputValue()).toBe('');
  // One step back is what was searched for, not its last letter.
  await page.goBack();
  await page.getByText('None of the').waitFor();
  expect(await page.getByLabel('Search the requests').inputValue()).toBe('no/such thing');
  await page.goto(`${stub().url}/dashboard#/activity/status=503`);
  await page.locator('.request', { hasText: 'deepfilter-audio' }).first().waitFor();
  expect(await page.getByLabel('Status').inputValue()).toBe('503');
  await context.close();
});

test('more are shown on demand, as many as are kept', async () => {
  const { page, context } = await open('activity');
  await rows(page).nth(99).waitFor();
  expect(await rows(page).count()).toBe(100);
  const all = Number(
    /of (\d+) that are kept/.exec(await page.locator('.activity').innerText())![1],
  );
  for (let count = 200; count < all + 100; count += 100) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows(page).count()).toBe(Math.min(count, all));
  }
  await page.getByText(`All ${all} that are kept`).waitFor();
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  await context.close();
});

test('it goes on by itself while it is looked at, and rests while it is hidden', async () => {
  const { page, context } = await openPage(browser());
  await page.clock.install({ time: NOW });
  await page.goto(`${stub().url}/dashboard#/activity`);
  await rows(page).nth(99).waitFor();
  stub().on('GET /dashboard/api/requests', requestsAnswer(NOW + 60_000));
  await page.clock.runFor(6_000);
  await page.getByText('14:30:59').waitFor();
  const show = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await show(true);
  const before = reads();
  await page.clock.runFor(10 * 60_000);
  await page.waitForTimeout(200);
  expect(reads()).toBe(before);
  await show(false);
  await expect.poll(reads).toBeGreaterThan(before);
  stub().on('GET /dashboard/api/requests', requestsAnswer(NOW));
  await context.close();
});

test('the overview shows the newest few and leads to all, to what failed and to those of a domain', async () => {
  const { page, context } = await open('overview');
  await rows(page).nth(5).waitFor();
  expect(await rows(page).count()).toBe(6);
  for (const [name, wanted] of [
    ['All requests', '#/activity'],
    ['All that failed', '#/activity/status=failed'],
    ['469 requests', '#/activity/function=tts'],
  ] as const) {
    await page.getByRole('link', { name }).click();
    await rows(page).nth(7).waitFor();
    expect(hash(page)).toBe(wanted);
    await page.goBack();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }
  await context.close();
});

test('without a request it says what will be here and how to send one; a fault can be tried again', async () => {
  stub().on('GET /dashboard/api/requests', answerError(503, 'unavailable', 'not now'));
  const { page, context } = await open('activity', { viewport: PHONE, theme: 'dark' });
  const alert = page.getByRole('alert');
  await alert.getByText('The requests cannot be read: not now').waitFor();
  const none = { requests: [], matching: 0, kept: 0, next: null };
  stub().on('GET /dashboard/api/requests', answerJson(none));
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No request yet.').waitFor();
  await page.getByRole('button', { name: 'Copy the command' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).toContain(`curl ${stub().url}/v1/chat/completions`);
  await expectAccessible(page);
  await context.close();
  stub().on('GET /dashboard/api/requests', requestsAnswer(NOW));
});
