import { expect, test } from 'vitest';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { encodeWav } from '../../lib/audio/wav.ts';
import { conversation } from '../../lib/engines/speakers/flite-fixture.ts';
import { openPage } from './browser.ts';
import { realHouse } from './real-house.ts';

const { browser, url, logIn, folder } = realHouse();

const wav = (name: string, samples: Float32Array) => ({
  name,
  mimeType: 'audio/wav',
  buffer: Buffer.from(encodeWav({ sampleRate: 16_000, channels: [samples] })),
});

/** Hears a person say some sentences. */
const say = async (name: string, voice: 'slt' | 'rms', sentences: number) =>
  wav(name, (await conversation(Array.from({ length: sentences }, () => voice))).samples);

const tool = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Tools' }).getByRole('link', { name }).click();
const done = (page: Page) =>
  page.locator('.timeline').getByText('total', { exact: true }).waitFor();

test('a day with the dashboard on the embedded engines', { timeout: 90_000 }, async () => {
  const { page, context, complaints } = await openPage(browser());
  await logIn(page, 'playground/speak');

  // Speak, and hear what was said.
  await page.getByLabel('Text').fill('The next train to the city leaves from platform four.');
  await page.getByRole('button', { name: 'Speak' }).click();
  await page.getByRole('slider', { name: 'the speech' }).waitFor();
  await page.locator('.timeline').getByText('first audio').waitFor();
  await page.getByLabel('Use speech.wav in').selectOption('Transcribe');
  await page.getByText('speech.wav').waitFor();
  await page.getByRole('button', { name: 'Transcribe' }).click();
  const word = page.getByRole('button', { name: 'train', exact: true });
  await word.click();
  await expect.poll(() => word.getAttribute('data-now')).toBe('true');
  await done(page);
  // Its lines are a click away, and what was heard is still there after it.
  await page.locator('.timeline a').click();
  await page.locator('.line', { hasText: 'POST /stt/transcribe 200' }).waitFor();
  await page.goBack();
  await word.waitFor();

  // Who speaks when, and whether it is the same person.
  await tool(page, 'Diarize');
  const talk = await conversation(['slt', 'rms', 'slt', 'rms']);
  await page.locator('input[type=file]').setInputFiles(wav('talk.wav', talk.samples));
  await page.getByRole('button', { name: 'Tell the speakers apart' }).click();
  await page.locator('.lane >> nth=1').waitFor();
  expect(await page.locator('.lane').count()).toBe(2);
  await tool(page, 'Verify');
  const her = await say('her.wav', 'slt', 2);
  await page.locator('input[type=file]').first().setInputFiles(her);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await say('him.wav', 'rms', 2));
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('two speakers').waitFor();

  // Noise goes, the format changes.
  await tool(page, 'Denoise');
  const noisy = talk.samples.slice(0, 48_000).map((value) => value + (Math.random() - 0.5) * 0.1);
  await page.locator('input[type=file]').setInputFiles(wav('noisy.wav', noisy));
  await page.getByRole('button', { name: 'Remove the noise' }).click();
  await page.locator('.spectrogram >> nth=1').waitFor();
  await page.getByRole('button', { name: 'After' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByLabel('Use denoised.wav in').selectOption('Convert');
  await page.getByText('denoised.wav').waitFor();
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await page.getByText('of what it was').waitFor();
  await page.getByRole('button', { name: 'Play converted.mp3' }).waitFor();
  // What was done before is still there.
  await tool(page, 'Transcribe');
  await word.waitFor();

  // A voice of one's own.
  await page.keyboard.press('4');
  await page.getByRole('link', { name: 'New voice' }).click();
  await page.getByLabel('Name').fill('Ada');
  await page.locator('input[type=file]').setInputFiles(await say('ada.wav', 'slt', 2));
  await page.getByRole('button', { name: 'Create the voice' }).click();
  await page.getByRole('button', { name: 'Listen to ref_001.wav' }).click();
  await page.getByRole('button', { name: 'Play ref_001.wav' }).click();
  await page.getByRole('button', { name: 'Pause ref_001.wav' }).waitFor();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('slider', { name: 'the sentence' }).waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Ada L.');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ada L.' }).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Ada L. is deleted.').waitFor();

  // A model comes, is tuned, and goes.
  await page.keyboard.press('3');
  const model = 'embedded-extractive';
  await page.request.post(`${url()}/models/unload`, { data: { model } });
  await page.getByRole('button', { name: `Load ${model}`, exact: true }).click();
  await page.getByRole('button', { name: `Unload ${model}`, exact: true }).waitFor();
  await page.getByRole('link', { name: model, exact: true }).click();
  await page
    .getByLabel('Temperature', { exact: true })
    .fill((0.1 + (Date.now() % 900) / 1000).toFixed(3));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Profile saved.').waitFor();
  await page.getByRole('button', { name: `Unload ${model}`, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unload' }).click();
  await page.getByRole('button', { name: `Load ${model}`, exact: true }).waitFor();

  // A breaker by hand is felt at once, and let go again.
  await page.keyboard.press('2');
  const breaker = page.getByRole('group', { name: 'Breaker of deepfilter-audio' });
  await breaker.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('button', { name: 'Open the breaker' }).click();
  await page.getByText('Breaker of deepfilter-audio: open.').waitFor();
  await page.goto(new URL('#/playground/convert', page.url()).href);
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await page.getByRole('alert').getByText('Converting failed').waitFor();
  await page.keyboard.press('2');
  await breaker.getByRole('button', { name: 'Automatic' }).click();
  await page.getByRole('button', { name: 'Back to automatic' }).click();
  await page.getByText('Breaker of deepfilter-audio: auto.').waitFor();
  // The browser notes the refused call itself.
  expect(complaints.filter((text) => !text.includes('503'))).toEqual([]);

  // All of it is in the terminal.
  await page.keyboard.press('6');
  for (const path of [
    'POST /tts/stream 200',
    'POST /stt/transcribe 200',
    'POST /speakers/diarize 200',
    'POST /speakers/verify 200',
    'POST /audio/denoise 200',
    'POST /audio/convert 200',
    'POST /audio/convert 503',
    'PATCH /voices/',
    'DELETE /voices/',
    'POST /models/load 200',
    'POST /models/unload 200',
    'POST /dashboard/api/breakers/deepfilter-audio 200',
  ]) {
    await page.getByLabel('Search the lines').fill(path);
    await page.locator('.line', { hasText: path }).first().waitFor();
  }
  await context.close();
});

const run = promisify(execFile);
const LANGUAGES = {
  curl: (code: string) => ['sh', ['-ec', code]] as const,
  Node: (code: string) => ['node', ['--input-type=module', '-e', code]] as const,
  Python: (code: string) => ['python3', ['-c', code]] as const,
};
const hasRequests = await run('python3', ['-c', 'import requests']).then(
  () => true,
  () => false,
);

test('what is copied runs as it is, in every language', async () => {
  const { page, context, complaints } = await openPage(browser());
  const [her, him] = [await say('her.wav', 'slt', 1), await say('him.wav', 'rms', 1)];
  for (const language of Object.keys(LANGUAGES)) {
    mkdirSync(join(folder(), language), { recursive: true });
    for (const { name, buffer } of [her, him])
      writeFileSync(join(folder(), language, name), buffer);
  }
  await logIn(page, 'playground/chat');
  await page.getByLabel('Message').fill("What's 6 times 7?");
  await page.keyboard.press('Enter');
  await page.locator('.message-assistant').getByText('42').waitFor();

  /** Copies the call of the open tool and runs it, each language in a folder of its own; what they printed. */
  const outputs = async (): Promise<string[]> => {
    const running: Promise<string>[] = [];
    for (const [language, command] of Object.entries(LANGUAGES)) {
      await page.getByRole('button', { name: language, exact: true }).click();
      const [file, args] = command(await page.evaluate(() => navigator.clipboard.readText()));
      if (language === 'Python' && !hasRequests) continue;
      const cwd = join(folder(), language);
      running.push(run(file, [...args], { cwd }).then(({ stdout }) => stdout));
    }
    return Promise.all(running);
  };
  const each = (outs: readonly string[], pattern: RegExp): void => {
    for (const out of outs) expect(out).toMatch(pattern);
  };
  each(await outputs(), /data: \[DONE\]/);
  for (const [name, file, pattern] of [
    ['Transcribe', her, /['"]segments['"]?:/],
    ['Diarize', her, /num_speakers/],
  ] as const) {
    await tool(page, name);
    await page.locator('input[type=file]').setInputFiles(file);
    each(await outputs(), pattern);
  }
  await tool(page, 'Verify');
  await page.locator('input[type=file]').first().setInputFiles(her);
  await page.locator('input[type=file]').first().setInputFiles(him);
  each(await outputs(), /similarity_score/);
  for (const [name, output, magic] of [
    ['Speak', 'speech.wav', 'RIFF'],
    ['Denoise', 'denoised.wav', 'RIFF'],
    ['Convert', 'converted.mp3', '\u00ff'],
  ] as const) {
    await tool(page, name);
    if (name !== 'Speak') await page.locator('input[type=file]').setInputFiles(her);
    for (const language of Object.keys(LANGUAGES).slice(0, (await outputs()).length)) {
      const made = readFileSync(join(folder(), language, output)).toString('latin1');
      expect(made.startsWith(magic) || made.startsWith('ID3'), `${language}: ${output}`).toBe(true);
    }
  }
  expect(complaints).toEqual([]);
  await context.close();
});
