import { describe, expect, test } from 'vitest';
import { expectAccessible, openPage, PHONE, TABLET, WIDE } from './browser.ts';
import { house } from './house.ts';
import { PICTURES } from './pictures.ts';
import { NOW } from './stub/scene.ts';
import { ANNA } from './stub/voices-scene.ts';

const { browser, stub } = house();

/** Tabs that are not wholly on the screen. */
const cutTabs = (): string[] =>
  [...document.querySelectorAll('.tabs a')]
    .filter((tab) => tab.getBoundingClientRect().right > innerWidth)
    .map((tab) => tab.textContent);

/** A view, and something that is there once it is complete. */
const VIEWS = [
  ['overview', '.matrix-row >> nth=6'],
  ['backends', 'text=deepfilter-audio >> nth=0'],
  ['models', 'text=gemma-3-12b-it-Q4_K_M'],
  ['models/Qwen3-8B-Q4_K_M', 'text=Runtime Context Size'],
  ['voices', 'text=News reader'],
  [`voices/${ANNA}`, 'text=ref_002.wav'],
  ['voices/new', 'text=Create the voice'],
  ['playground/chat', 'text=Say something.'],
  ['playground/speak', 'text=150 / 5000'],
  ['playground/transcribe', 'text=segment by segment'],
  ['playground/diarize', 'text=Tell the speakers apart'],
  ['playground/verify', 'text=Compare'],
  ['playground/denoise', 'text=Remove the noise'],
  ['playground/convert', 'text=Sample rate'],
  ['activity', '.request >> nth=60'],
  ['activity/function=llm/status=4xx/search=gone', '.request-fault >> nth=9'],
  ['activity/search=nothing-like-it', 'text=None of the'],
  ['terminal', '.line >> nth=9'],
  ['api-docs/tts_synthesize', 'text=Speak a text'],
] as const;

/** Pictures of what has been done; the others are views as they open. */
const AS_OPENED = new Set(['overview', 'backends', 'models', 'activity', 'terminal', 'api']);
const RESULTS = PICTURES.filter(({ name }) => !AS_OPENED.has(name));

test('on a tablet every view fits and nothing that is read is cut', async () => {
  const { page, context } = await openPage(browser(), { viewport: TABLET, now: NOW });
  for (const [hash, mark] of VIEWS) {
    await page.goto(`${stub().url}/dashboard#/${hash}`);
    await page.locator(mark).first().waitFor();
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.matrix-value > :first-child, .line-message, .tabs a')]
        .filter((one) => {
          const { right } = one.getBoundingClientRect();
          return right > one.parentElement!.getBoundingClientRect().right + 1 || right > innerWidth;
        })
        .map((one) => one.textContent),
    );
    expect(cut, hash).toEqual([]);
  }
  await context.close();
});

describe.each([
  ['wide', WIDE],
  ['phone', PHONE],
] as const)('%s', (_, viewport) => {
  test.each(['light', 'dark'] as const)(
    'every view is complete, accessible and keeps the policy, %s',
    async (theme) => {
      const { page, context, complaints } = await openPage(browser(), {
        theme,
        viewport,
        now: NOW,
      });
      for (const [hash, mark] of VIEWS) {
        await page.goto(`${stub().url}/dashboard#/${hash}`);
        await page.locator(mark).first().waitFor();
        await expectAccessible(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${hash} is wider than the screen`).toBeLessThanOrEqual(0);
        expect(await page.evaluate(cutTabs), hash).toEqual([]);
        expect(complaints, hash).toEqual([]);
      }
      await context.close();
    },
  );

  test('every result is accessible and fits, too', async () => {
    const theme = viewport === PHONE ? 'dark' : 'light';
    for (const { name, hash, act } of RESULTS) {
      const { page, context, complaints } = await openPage(browser(), { theme, viewport });
      await page.goto(`${stub().url}/dashboard#/${hash}`);
      await act(page);
      await expectAccessible(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      expect(complaints, name).toEqual([]);
      await context.close();
    }
  });

  test.each(['login', 'docs'] as const)('%s is accessible and keeps the policy', async (name) => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, context, complaints } = await openPage(browser(), { theme, viewport });
      await page.goto(`${stub().url}${name === 'docs' ? '/docs' : '/dashboard/login'}`);
      await page
        .locator(name === 'docs' ? 'text=/health' : 'text=Log in')
        .first()
        .waitFor();
      await expectAccessible(page);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});
