import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { house } from './house.ts';

const ROOT = 'dist/dashboard/public';
const { browser, stub } = house();

test('every asset carries a hash and has its compressed twins beside it', () => {
  const files = readdirSync(`${ROOT}/assets`);
  for (const file of files.filter((name) => /\.(?:js|css|svg)$/.test(name))) {
    const bytes = readFileSync(`${ROOT}/assets/${file}`);
    expect(file).toMatch(/-[A-Z0-9]{8}\.\w+$/);
    expect(gunzipSync(readFileSync(`${ROOT}/assets/${file}.gz`))).toEqual(bytes);
    expect(brotliDecompressSync(readFileSync(`${ROOT}/assets/${file}.br`))).toEqual(bytes);
  }
});

test('the pages hold no script and no style of their own', () => {
  for (const page of ['index.html', 'login.html', 'docs.html']) {
    const html = readFileSync(`${ROOT}/${page}`, 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:/);
  }
});

test('the licence of everything bundled is beside it', () => {
  const text = readFileSync(`${ROOT}/assets/licences.txt`, 'utf8');
  for (const name of ['preact', '@preact/signals', 'uplot', '@fontsource/ibm-plex-sans'])
    expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\((?:MIT|OFL-1\\.1)\\)$`, 'm'));
});

test('the first load is at most 250 kB compressed, and nothing comes from elsewhere', async () => {
  const { page, context } = await openPage(browser());
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto(`${stub().url}/dashboard#/overview`);
  await page.locator('.matrix-row >> nth=6').waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(loaded.filter((url) => !url.startsWith(stub().url))).toEqual([]);
  const assets = loaded.filter((url) => url.includes('/dashboard/assets/'));
  const sizes = assets.map((url) => {
    const file = `${ROOT}${new URL(url).pathname.replace('/dashboard', '')}`;
    return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
  });
  const total = sizes.reduce((sum, size) => sum + size, statSync(`${ROOT}/index.html`).size);
  expect(assets.length).toBeGreaterThan(5);
  console.log(`first load: ${Math.round(total / 1000)} kB`);
  expect(total).toBeLessThan(250_000);
  await context.close();
});
