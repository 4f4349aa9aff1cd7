import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { realHouse } from './real-house.ts';

const { browser, url, token } = realHouse();

test('the link of make start opens the dashboard, which shows what goes on, and logs out', async () => {
  const { page, context, complaints } = await openPage(browser());
  await page.goto(`${url()}/dashboard/login?access_token=${token()}`);
  expect(new URL(page.url()).search).toBe('');
  expect(new URL(page.url()).pathname).toBe('/dashboard');
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(cookie!.value).not.toContain(token());
  await page.goto(`${url()}/dashboard#/terminal`);
  await page.locator('.line', { hasText: 'somebody has logged in' }).first().waitFor();
  await fetch(`${url()}/voices`);
  await page.locator('.line', { hasText: 'GET /voices 200' }).first().waitFor();
  expect(complaints).toEqual([]);
  await page.evaluate(() => fetch('/dashboard/logout', { method: 'POST' }));
  await page.goto(`${url()}/dashboard`);
  expect(new URL(page.url()).pathname).toBe('/dashboard/login');
  await context.close();
});

test('the form refuses a wrong token, takes the right one, and leads back to the view that was wanted', async () => {
  const { page, context } = await openPage(browser());
  await page.goto(`${url()}/dashboard?from=link#/voices`);
  expect(new URL(page.url()).pathname).toBe('/dashboard/login');
  await page.locator('#access_token').fill('wrong');
  await page.locator('button[type=submit]').click();
  await page.locator('text=not the token').waitFor();
  await page.locator('#access_token').fill(token());
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/dashboard?from=link**');
  await context.close();
});
