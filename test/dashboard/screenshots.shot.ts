import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, PHONE, WIDE } from './browser.ts';
import { NOW, scene } from './stub/scene.ts';
import { startStub, type Stub } from './stub/stub.ts';

const OUT = process.env['SCREENSHOTS'] ?? 'docs/images/dashboard';

let stub: Stub;
let browser: Browser;
beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  [stub, browser] = await Promise.all([startStub(scene()), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stub.close();
});

const SHOTS = (
  process.env['ONLY'] ?? 'overview,backends,models,voices,playground,terminal,api-docs'
).split(',');

for (const [size, viewport] of [
  ['wide', WIDE],
  ['phone', PHONE],
] as const) {
  for (const theme of ['light', 'dark'] as const) {
    for (const hash of SHOTS) {
      test(`${hash} ${theme} ${size}`, async () => {
        const { page, context, complaints } = await openPage(browser, {
          theme,
          viewport,
          now: NOW,
        });
        await page.goto(`${stub.url}/dashboard#/${hash}`);
        await page.waitForTimeout(700);
        await page.screenshot({
          path: `${OUT}/${hash.replaceAll('/', '-')}-${theme}-${size}.png`,
          fullPage: process.env['FULL'] !== undefined,
        });
        if (complaints.length > 0) console.log(hash, complaints);
        await context.close();
      });
    }
  }
}
