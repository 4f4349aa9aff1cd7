import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { house } from './house.ts';
import { speech } from './stub/sound.ts';
import { answerJson } from './stub/stub.ts';
import { ANNA } from './stub/voices-scene.ts';

const { browser, stub } = house();
const open = async (hash: string) => {
  const opened = await openPage(browser());
  await opened.page.goto(`${stub().url}/dashboard#/${hash}`);
  return opened;
};
const wav = (name: string, seconds: number) => ({
  name,
  mimeType: 'audio/wav',
  buffer: speech(seconds, 16_000),
});
const sent = (what: string) => stub().calls.filter((call) => call.what === what);

test('every file is judged on its own before anything is sent', async () => {
  const { page, context, complaints } = await open('voices/new');
  await page.getByLabel('Name').fill('Ada');
  await page
    .locator('input[type=file]')
    .setInputFiles([
      wav('good.wav', 6),
      wav('short.wav', 2),
      wav('long.wav', 31),
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
    ]);
  await page.getByText('2.0 s is too short').waitFor();
  await page.getByText('31.0 s is too long').waitFor();
  await page.getByText('cannot read it as audio').waitFor();
  const create = page.getByRole('button', { name: 'Create the voice' });
  expect(await create.isDisabled()).toBe(true);
  for (const name of ['short.wav', 'long.wav', 'notes.txt'])
    await page.getByRole('button', { name: `Leave ${name} out` }).click();
  await create.click();
  await page.getByText('Ada is ready.').waitFor();
  const [call] = sent('POST /voices');
  expect(call!.body).toContain('name="files"; filename="good.wav"');
  expect(call!.body).toContain('Ada');
  expect(complaints).toEqual([]);
  await context.close();
});

test('one recording of several is deleted, after a question; the last one cannot be', async () => {
  stub().on(
    `DELETE /voices/${ANNA}/references/ref_002.wav`,
    answerJson({ voice_id: ANNA, name: 'Anna', references_count: 1, references: ['ref_001.wav'] }),
  );
  const { page, context, complaints } = await open(`voices/${ANNA}`);
  await page.getByRole('button', { name: 'Delete ref_002.wav' }).click();
  const facts = { name: 'ref_001.wav', bytes: 44, duration_seconds: 11, sample_rate: 44_100 };
  stub().on(
    `GET /voices/${ANNA}`,
    answerJson({
      voice_id: ANNA,
      name: 'Anna',
      created_at: '2026-10-02T10:12:00.000000+00:00',
      references_count: 1,
      references: ['ref_001.wav'],
      duration_seconds: 11,
      files: [{ ...facts, sha256: '0', channels: 1 }],
    }),
  );
  expect(sent(`DELETE /voices/${ANNA}/references/ref_002.wav`)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('ref_002.wav is deleted.').waitFor();
  expect(sent(`DELETE /voices/${ANNA}/references/ref_002.wav`)).toHaveLength(1);
  await expect.poll(() => page.getByRole('button', { name: 'Delete ref_001.wav' }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the microphone becomes a recording in WAV', async () => {
  const { page, context } = await open('voices/new');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.waitForTimeout(1_200);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/recording\.wav/).waitFor();
  await page.getByText(/s is too short; 5 to 30 s are needed/).waitFor();
  await context.close();
});

test('what the server says of a file stands beside the file', async () => {
  stub().on(
    `POST /voices/${ANNA}/references`,
    answerJson(
      {
        error: { message: 'validation failed', type: 'x', param: null, code: 'validation_error' },
        detail: [{ type: 'value_error', loc: ['body', 'files', 1], msg: 'it is silent' }],
        request_id: 'r',
      },
      422,
    ),
  );
  const { page, context } = await open(`voices/${ANNA}`);
  await page.locator('input[type=file]').setInputFiles([wav('one.wav', 6), wav('two.wav', 7)]);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('li', { hasText: 'two.wav' }).getByText('it is silent').waitFor();
  expect(await page.locator('li', { hasText: 'one.wav' }).getByText('it is silent').count()).toBe(
    0,
  );
  await context.close();
});

test('a voice is heard, tried, renamed and deleted', async () => {
  const { page, context } = await open(`voices/${ANNA}`);
  await page.getByRole('button', { name: 'Listen to ref_001.wav' }).click();
  await page.getByRole('button', { name: 'Play ref_001.wav' }).click();
  await page.getByRole('button', { name: 'Pause ref_001.wav' }).waitFor();
  const place = page.getByRole('slider', { name: 'ref_001.wav' });
  await expect
    .poll(async () => Number(await place.getAttribute('aria-valuenow')))
    .toBeGreaterThan(0.2);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('slider', { name: 'the sentence' }).waitFor();
  expect(JSON.parse(sent('POST /tts/synthesize').at(-1)!.body)).toMatchObject({ voice_id: ANNA });
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Anna B.');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect.poll(() => sent(`PATCH /voices/${ANNA}`).at(-1)?.body).toBe('{"name":"Anna B."}');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Anna C.');
  await page.keyboard.press('Enter');
  await expect.poll(() => sent(`PATCH /voices/${ANNA}`).at(-1)?.body).toBe('{"name":"Anna C."}');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Anna is deleted.').waitFor();
  await expect.poll(() => new URL(page.url()).hash).toBe('#/voices');
  await context.close();
});

test('who goes on while a voice is deleted is not taken back', async () => {
  let finish: (() => void) | undefined;
  stub().on(`DELETE /voices/${ANNA}`, (_, res) => {
    finish = () => res.end('{}');
  });
  const { page, context } = await open(`voices/${ANNA}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => finish).toBeDefined();
  await page.keyboard.press('3');
  await page.locator('main[data-view=models]').waitFor();
  finish!();
  await page.getByText('Anna is deleted.').waitFor();
  expect(new URL(page.url()).hash).toBe('#/models');
  await context.close();
});

test('without voices the page says what one is and how to make it', async () => {
  stub().on('GET /voices', answerJson([]));
  const { page, context } = await open('voices');
  await page.getByText('No voice yet.').waitFor();
  await page.getByRole('button', { name: 'Create the voice' }).waitFor();
  await context.close();
});
