import { expect, test } from 'vitest';
import { expectAccessible, openPage, PHONE, type Watched } from './browser.ts';
import { house } from './house.ts';
import { answerError } from './stub/stub.ts';

const { browser, stub } = house();

const pasted = async ({ context }: Watched): Promise<string> => {
  const other = await context.newPage();
  await other.goto(`${stub().url}/docs`);
  return other.evaluate(() => navigator.clipboard.readText());
};

test('a page on plain http, which has no clipboard, copies all the same', async () => {
  const opened = await openPage(browser());
  const { page, context, complaints } = opened;
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  );
  await page.goto(`${stub().url}/dashboard#/playground/chat`);
  await page.getByRole('button', { name: 'curl' }).click();
  await page.getByText('Copied for curl.').waitFor();
  await page.close();
  expect(await pasted(opened)).toContain('/v1/chat/completions');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a page that may not copy says so', async () => {
  const { page, context, complaints } = await openPage(browser());
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  });
  await page.goto(`${stub().url}/dashboard#/playground/chat`);
  await page.getByRole('button', { name: 'curl' }).click();
  await page.getByText('does not let this page copy').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a view that could not be fetched says so, and is there when the network is back', async () => {
  const { page, context } = await openPage(browser());
  await page.goto(`${stub().url}/dashboard#/overview`);
  await page.locator('.matrix-row >> nth=6').waitFor();
  await context.setOffline(true);
  await page.keyboard.press('2');
  await page.getByText('This view cannot be loaded').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.locator('main[data-view=backends] h1').waitFor();
  await context.close();
});

test('what cannot be broken into words is said within the screen', async () => {
  const { page, context } = await openPage(browser(), { viewport: PHONE });
  stub().on('POST /models/load', answerError(503, 'backend_unavailable', 'L'.repeat(200)));
  await page.goto(`${stub().url}/dashboard#/models`);
  await page
    .getByRole('button', { name: /^Load / })
    .first()
    .click();
  const box = await page.locator('.toast').boundingBox();
  expect(box!.x + box!.width).toBeLessThanOrEqual(PHONE.width);
  await context.close();
});

test('a text too long to be spoken says by how much', async () => {
  const { page, context } = await openPage(browser());
  await page.goto(`${stub().url}/dashboard#/playground/speak`);
  await page.getByRole('textbox', { name: 'Text' }).fill('a'.repeat(6_200));
  await page.getByText('1,200 characters too many').waitFor();
  expect(await page.getByRole('button', { name: 'Speak' }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await context.close();
});

test('why an answer failed is on the screen, however long the conversation', async () => {
  const { page, context } = await openPage(browser(), { viewport: PHONE });
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const content = 'A line of it.\n\n'.repeat(80);
    res.end(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\ndata: [DONE]\n\n`);
  });
  await page.goto(`${stub().url}/dashboard#/playground/chat`);
  await page.getByRole('button', { name: 'What is 17 times 23?' }).click();
  await page.locator('.timeline').getByText('total').waitFor();
  stub().on('POST /v1/chat/completions', answerError(503, 'backend_unavailable', 'it is away'));
  await page.getByLabel('Message').fill('And now?');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  await expect
    .poll(async () => {
      const box = await alert.boundingBox();
      return box!.y + box!.height;
    })
    .toBeLessThanOrEqual(PHONE.height);
  await context.close();
});
