import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openPage, PHONE } from './browser.ts';
import { house } from './house.ts';
import { PICTURES } from './pictures.ts';
import { NOW } from './stub/scene.ts';

const OUT = process.env['SCREENSHOTS']!;
const MOST_BYTES = 120_000;

const { browser, stub } = house();
mkdirSync(OUT, { recursive: true });

const SHAPES = [
  ['light', 'light', { width: 1280, height: 800 }],
  ['dark', 'dark', { width: 1280, height: 800 }],
  ['phone', 'light', PHONE],
  ['phone-dark', 'dark', PHONE],
] as const;

/** What the documents show; `ONLY=all`, or names, for others. */
const KEPT = [
  'overview-light',
  'overview-dark',
  'overview-phone',
  'backends-light',
  'models-light',
  'voices-light',
  'chat-light',
  'transcribe-light',
  'denoise-dark',
  'activity-light',
  'activity-phone',
  'terminal-dark',
  'terminal-phone-dark',
  'api-light',
];

const ONLY = process.env['ONLY']?.split(',') ?? KEPT;

const wanted = PICTURES.flatMap((picture) =>
  SHAPES.map((shape) => [`${picture.name}-${shape[0]}`, picture, shape] as const),
).filter(([name]) => ONLY[0] === 'all' || ONLY.includes(name));

test.each(wanted)('%s', async (name, { hash, act }, [, theme, viewport]) => {
  const { page, context, complaints } = await openPage(browser(), { theme, viewport, now: NOW });
  await page.goto(`${stub().url}/dashboard#/${hash}`);
  await act(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  const path = `${OUT}/${name}.png`;
  await page.screenshot({ path, fullPage: process.env['FULL'] !== undefined });
  execFileSync('pngquant', [
    '--force',
    '--output',
    path,
    '--strip',
    '--quality',
    '80-98',
    '64',
    path,
  ]);
  expect(statSync(path).size).toBeLessThan(MOST_BYTES);
  expect(complaints).toEqual([]);
  await context.close();
});
