import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { realHouse } from './real-house.ts';
import { speech } from './stub/sound.ts';

const { browser, url, token, logIn } = realHouse();

test('the login page says what is wrong, and leads on to the view that was wanted', async () => {
  const { page, context, complaints } = await openPage(browser());
  await page.goto(`${url()}/dashboard#/voices`);
  const field = page.getByLabel('Access token');
  await field.fill('not the token');
  await field.press('Enter');
  await page.getByText('That is not the token.').waitFor();
  // The browser itself notes the 401 of the form.
  complaints.splice(0);
  await field.fill(token());
  await field.press('Enter');
  await page.locator('main[data-view=voices]').waitFor();
  expect(page.url()).not.toContain(token());
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(cookie!.value).not.toContain(token());
  expect(complaints).toEqual([]);
  await page.getByRole('button', { name: 'Log out' }).click();
  await field.waitFor();
  await page.goto(`${url()}/dashboard#/models`);
  await field.waitFor();
  await context.close();
});

test('every view works on the embedded engines under the real policy', async () => {
  const { page, context, complaints } = await openPage(browser());
  await logIn(page, 'overview');
  await page.locator('.strip li >> nth=5').waitFor();
  await page.getByText('No request has failed.').waitFor();
  await page.keyboard.press('2');
  await page
    .getByText(/^\d+ routes?$/)
    .first()
    .waitFor();
  await page.keyboard.press('3');
  await page.locator('.models tbody tr').first().waitFor();
  await page.locator('.models a').first().click();
  await page.getByLabel('Temperature', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('4');
  await page.getByText('No voice yet.').waitFor();
  await page.keyboard.press('7');
  await page.getByRole('button', { name: 'Send' }).click();
  await page
    .getByRole('region', { name: 'Answer', exact: true })
    .getByText('200', { exact: true })
    .waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a voice is made, spoken with and deleted; its lines are in the terminal', async () => {
  const { page, context, complaints } = await openPage(browser());
  await logIn(page, 'voices/new');
  await page.getByLabel('Name').fill('Ada');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'ada.wav', mimeType: 'audio/wav', buffer: speech(7) });
  await page.getByRole('button', { name: 'Create the voice' }).click();
  await page.getByText('ref_001.wav').first().waitFor();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('slider', { name: 'the sentence' }).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Ada is deleted.').waitFor();
  await page.keyboard.press('6');
  await page.locator('.line', { hasText: '/tts/synthesize' }).first().waitFor();
  await page.locator('.line', { hasText: 'DELETE' }).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the playground chats, speaks and denoises', async () => {
  const { page, context, complaints } = await openPage(browser());
  await logIn(page, 'playground/chat');
  await page.getByLabel('Message').fill('What is 6 times 7?');
  await page.keyboard.press('Enter');
  await page.locator('.message-assistant').getByText('42').waitFor();
  await page.locator('.timeline').getByText('first token').waitFor();
  await page.getByRole('link', { name: 'Speak' }).click();
  await page.getByRole('button', { name: 'Speak' }).click();
  await page.getByRole('slider', { name: 'the speech' }).waitFor();
  await page.locator('.timeline').getByText('first audio').waitFor();
  await page.getByRole('link', { name: 'Denoise' }).click();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'noisy.wav', mimeType: 'audio/wav', buffer: speech(2, 16_000, 0.05) });
  await page.getByRole('button', { name: 'Remove the noise' }).click();
  await page.locator('.spectrogram >> nth=1').waitFor();
  await page.keyboard.press('1');
  await expect
    .poll(() => page.locator('.matrix-row', { hasText: 'Chat' }).textContent(), { timeout: 20_000 })
    .toMatch(/[1-9]\d* requests?/);
  await page.getByRole('link', { name: 'All requests' }).click();
  const chat = page.getByRole('row', { name: 'POST /v1/chat/completions' }).first();
  await chat.getByText(/^\d+ → \d+$/).waitFor();
  await chat.getByRole('link', { name: 'embedded-' }).waitFor();
  await page.getByRole('row', { name: 'POST /audio/denoise' }).waitFor();
  await chat.getByTitle('Find it in the terminal').click();
  await page.locator('.line', { hasText: 'POST /v1/chat/completions 200' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
