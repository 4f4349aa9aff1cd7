import { expect, test } from 'vitest';
import { openPage, PHONE } from './browser.ts';
import { house } from './house.ts';
import { answerError, answerJson } from './stub/stub.ts';

const { browser, stub } = house();

test('keys go to views, search, change the theme, show help and leave', async () => {
  const { page, context } = await openPage(browser());
  await page.goto(`${stub().url}/dashboard#/overview`);
  await page.locator('.matrix-row >> nth=6').waitFor();
  const views = [
    'overview',
    'backends',
    'models',
    'voices',
    'playground',
    'terminal',
    'api-docs',
    'activity',
  ];
  for (const [index, view] of views.entries()) {
    await page.keyboard.press(String(index + 1));
    await page.locator(`main[data-view=${view}] h1`).waitFor();
    expect(new URL(page.url()).hash).toBe(`#/${view}`);
  }
  await page.keyboard.press('3');
  await page.locator('.models').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('coder');
  expect(await page.getByLabel('Search the models').inputValue()).toBe('coder');
  await expect.poll(() => page.locator('.models tbody tr').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  const before = stub().calls.filter(({ what }) => what === 'GET /models').length;
  await page.keyboard.press('r');
  await page.getByText('Refreshed.').waitFor();
  expect(stub().calls.filter(({ what }) => what === 'GET /models').length).toBeGreaterThan(before);
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await context.close();
});

test('the last view is opened again, and a deep link opens what it names', async () => {
  const { page, context } = await openPage(browser());
  await page.goto(`${stub().url}/dashboard#/overview`);
  await page.locator('main[data-view=overview]').waitFor();
  await page.keyboard.press('2');
  await page.locator('main[data-view=backends]').waitFor();
  await page.goto(`${stub().url}/docs`);
  await page.goto(`${stub().url}/dashboard`);
  await page.locator('main[data-view=backends]').waitFor();
  await page.goto(`${stub().url}/dashboard#/models/Qwen3-8B-Q4_K_M`);
  await page.getByRole('heading', { name: 'Qwen3-8B-Q4_K_M' }).waitFor();
  await page.goto(`${stub().url}/dashboard#/api`);
  await page.locator('main[data-view=api-docs] h1').waitFor();
  await page.keyboard.press('3');
  await page.locator('main[data-view=models]').waitFor();
  // The last view, not what a name that is none of its has after it.
  await page.goto(`${stub().url}/dashboard#/nowhere/Qwen3-8B-Q4_K_M`);
  await page.locator('main[data-view=models] tbody tr').first().waitFor();
  expect(await page.getByRole('heading', { name: 'Qwen3-8B-Q4_K_M' }).count()).toBe(0);
  await context.close();
});

test('on a phone the views are in a drawer that Escape and a choice close', async () => {
  const { page, context } = await openPage(browser(), { viewport: PHONE });
  await page.goto(`${stub().url}/dashboard#/overview`);
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  await menu.click();
  await page.keyboard.press('Escape');
  await expect.poll(() => menu.getAttribute('aria-expanded')).toBe('false');
  await menu.click();
  await page.getByRole('link', { name: 'Voices' }).click();
  await page.locator('main[data-view=voices]').waitFor();
  await expect.poll(() => menu.getAttribute('aria-expanded')).toBe('false');
  await context.close();
});

test('nothing polls while the page is hidden, and it catches up when it is seen', async () => {
  const { page, context } = await openPage(browser());
  await page.clock.install();
  await page.goto(`${stub().url}/dashboard#/overview`);
  await page.locator('.matrix-row >> nth=6').waitFor();
  await show(page, true);
  const before = stub().calls.length;
  await page.clock.fastForward(10 * 60_000);
  await page.waitForTimeout(200);
  expect(stub().calls.length).toBe(before);
  await show(page, false);
  await expect.poll(() => stub().calls.length).toBeGreaterThan(before);
  await context.close();
});

test('an unattended page lets functions sleep, and catches up when somebody comes back', async () => {
  const { page, context } = await openPage(browser());
  await page.clock.install();
  await page.goto(`${stub().url}/dashboard#/models`);
  await page.locator('.models').waitFor();
  stub().on('GET /models', answerJson({ object: 'list', data: [] }));
  stub().on('GET /models/queue', answerJson(null));
  await page.keyboard.press('r');
  await page.getByText('The router has no models.').waitFor();
  await page.clock.runFor(6 * 60_000);
  await page.waitForTimeout(200);
  const reads = () => stub().calls.filter(({ what }) => what.startsWith('GET /models')).length;
  const before = reads();
  await page.clock.runFor(5 * 60_000);
  await page.waitForTimeout(200);
  expect(reads()).toBe(before);
  await page.mouse.move(200, 200);
  await expect.poll(reads).toBeGreaterThan(before);
  await context.close();
});

const show = (page: Awaited<ReturnType<typeof openPage>>['page'], hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test('without a session the login page opens, and afterwards the view that was wanted', async () => {
  const { page, context } = await openPage(browser());
  const session = answerJson({ instance: 'a', version: '1', expires_at: 0, feed: {} });
  stub().on('GET /dashboard/api/session', answerError(401, 'no_session', 'log in first'));
  await page.goto(`${stub().url}/dashboard#/models`);
  await page.getByLabel('Access token').waitFor();
  // The API page is open to all; it leaves alone what the dashboard will go back to.
  await page.goto(`${stub().url}/docs`);
  await page.getByRole('heading', { name: 'API' }).waitFor();
  stub().on('GET /dashboard/api/session', session);
  await page.goto(`${stub().url}/dashboard`);
  await page.locator('main[data-view=models]').waitFor();
  await context.close();
});

test('an error says what to do and can be tried again', async () => {
  const { page, context } = await openPage(browser());
  const good = answerJson({ object: 'list', data: [] });
  stub().on(
    'GET /models',
    answerError(503, 'backend_unavailable', 'llama-router cannot be reached'),
  );
  await page.goto(`${stub().url}/dashboard#/models`);
  const alert = page.getByRole('alert');
  await alert.getByText('llama-router cannot be reached').waitFor();
  expect(await alert.textContent()).toMatch(/start it, then try again/);
  stub().on('GET /models', good);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The router has no models.').waitFor();
  await context.close();
});
