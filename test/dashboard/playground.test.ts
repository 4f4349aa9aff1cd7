import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { house } from './house.ts';
import { speech } from './stub/sound.ts';
import { answerError, answerJson } from './stub/stub.ts';

const { browser, stub } = house();
const open = async (tool: string) => {
  const opened = await openPage(browser());
  await opened.page.goto(`${stub().url}/dashboard#/playground/${tool}`);
  return opened;
};
const recording = { name: 'talk.wav', mimeType: 'audio/wav', buffer: speech(8, 16_000) };

test('chat streams, names the model and says how long what took', async () => {
  const { page, context, complaints } = await open('chat');
  await page.getByLabel('Message').fill('What does a circuit breaker do?');
  await page.keyboard.press('Enter');
  await page.getByText('the others may follow.').waitFor();
  for (const text of ['queued', 'first token', 'total', 'Qwen3-8B-Q4_K_M', 'policy-general'])
    await page.locator('.timeline').getByText(text, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'curl' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`curl -N '${stub().url}/v1/chat/completions'`);
  expect(complaints).toEqual([]);
  await context.close();
});

test('Stop ends the answer at the server too, and what came stays', async () => {
  let gone: Promise<unknown> | undefined;
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: {"choices":[{"delta":{"content":"The beginning"}}]}\n\n');
    gone = once(res, 'close');
  });
  const { page, context } = await open('chat');
  await page.getByLabel('Message').fill('go on');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('The beginning').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await gone;
  await page.locator('.timeline').getByText('stopped after').waitFor();
  expect(await page.getByText('The beginning').count()).toBe(1);
  expect(await page.getByRole('alert').count()).toBe(0);
  await context.close();
});

test('a stream that breaks is told apart from one that is finished', async () => {
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.end(
      'data: {"choices":[{"delta":{"content":"Half"}}]}\n\ndata: {"error":{"message":"the backend broke","code":"backend_broken"}}\n\n',
    );
  });
  const { page, context } = await open('chat');
  await page.getByLabel('Message').fill('go on');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('the backend broke').waitFor();
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.end('data: {"choices":[{"delta":{"content":"Whole"}}]}\n\ndata: [DONE]\n\n');
  });
  await page.getByRole('button', { name: 'Answer again' }).click();
  await page.getByText('Whole').waitFor();
  expect(await page.getByText('Half').count()).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  const last = stub().calls.findLast(({ what }) => what === 'POST /v1/chat/completions');
  expect(JSON.parse(last!.body)).toMatchObject({ messages: [{ role: 'user', content: 'go on' }] });
  await context.close();
});

test('speech is heard before it is complete', async () => {
  const bytes = speech(4);
  let finish: (() => void) | undefined;
  stub().on('POST /tts/stream', (_, res) => {
    res.writeHead(200, { 'content-type': 'audio/wav' });
    // In odd pieces: samples are cut in the middle.
    res.write(bytes.subarray(0, 31));
    res.write(bytes.subarray(31, 60_001));
    finish = () => res.end(bytes.subarray(60_001));
  });
  const { page, context, complaints } = await open('speak');
  await page.getByRole('button', { name: 'Speak' }).click();
  await page.locator('.timeline').getByText('first audio').waitFor();
  expect(await page.getByRole('slider', { name: 'the speech' }).count()).toBe(0);
  finish!();
  const place = page.getByRole('slider', { name: 'the speech' });
  await place.waitFor();
  expect(await place.getAttribute('aria-valuemax')).toBe('4');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a word is marked in the text while it is spoken, and a click goes there', async () => {
  const { page, context } = await open('transcribe');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('button', { name: 'Transcribe' }).click();
  await page.getByRole('button', { name: 'night' }).click();
  await expect.poll(() => page.locator('.word[data-now=true]').textContent()).toBe('night');
  await page.getByRole('button', { name: 'Play the recording' }).click();
  await expect
    .poll(() => page.locator('.word[data-now=true]').textContent(), {
      timeout: 10_000,
      interval: 30,
    })
    .toBe('train');
  await context.close();
});

test('segments that stream in are shown as they come', async () => {
  const segment = (id: number, text: string): string =>
    `event: segment\r\ndata: ${JSON.stringify({ id, text, start: id, end: id + 1, words: null })}\r\n\r\n`;
  let finish: (() => void) | undefined;
  stub().on('POST /stt/stream', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(segment(0, 'first part'));
    finish = () => res.end(`${segment(1, 'second part')}event: done\r\ndata: {}\r\n\r\n`);
  });
  const { page, context } = await open('transcribe');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByLabel('segment by segment').check();
  await page.getByRole('button', { name: 'Transcribe' }).click();
  await page.getByText('first part').waitFor();
  expect(await page.getByText('second part').count()).toBe(0);
  finish!();
  await page.getByText('second part').waitFor();
  await context.close();
});

test('the microphone is transcribed', async () => {
  const { page, context } = await open('transcribe');
  await page.getByRole('button', { name: 'Record' }).click();
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('recording.wav').waitFor();
  await page.getByRole('button', { name: 'Transcribe' }).click();
  await page.getByText('97% sure').waitFor();
  const call = stub().calls.findLast(({ what }) => what === 'POST /stt/transcribe');
  expect(call!.body).toContain('RIFF');
  await context.close();
});

test('speakers have lanes, and a turn is gone to by a click', async () => {
  const { page, context } = await open('diarize');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('button', { name: 'Tell the speakers apart' }).click();
  await page.getByRole('button', { name: 'SPEAKER_02, 0:05.1 to 0:06.6' }).click();
  const place = page.getByRole('slider', { name: 'the recording' });
  expect(await place.getAttribute('aria-valuenow')).toBe('5.1');
  await context.close();
});

test('before and after are compared while they play', async () => {
  const { page, context } = await open('denoise');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('button', { name: 'Remove the noise' }).click();
  await page.getByRole('button', { name: 'After' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const place = page.getByRole('slider', { name: 'After' });
  await expect
    .poll(async () => Number(await place.getAttribute('aria-valuenow')))
    .toBeGreaterThan(0.1);
  const inked = await page.locator('.spectrogram').evaluateAll((all) =>
    all.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(0, 0, width, height);
      return new Set(pixels.data).size;
    }),
  );
  for (const shades of inked) expect(shades).toBeGreaterThan(20);
  await context.close();
});

test('a failure says what failed, what to do and the request to look up', async () => {
  stub().on(
    'POST /audio/convert',
    answerError(503, 'backend_unavailable', 'deepfilter-audio cannot be reached'),
  );
  const { page, context } = await open('convert');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('Converting failed: deepfilter-audio cannot be reached').waitFor();
  expect(await alert.textContent()).toContain('0f8b3c52');
  await context.close();
});

test('an operation of the API is called for real, whatever it answers', async () => {
  const { page, context, complaints } = await openPage(browser());
  await page.goto(`${stub().url}/docs#/api-docs/tts_synthesize`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('slider', { name: 'the answer' }).waitFor();
  await page.getByLabel('Search the operations').fill('profile');
  await page.getByRole('link', { name: 'GET /models/{model_id}/profile' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('model_id is needed.').waitFor();
  await page.getByRole('textbox', { name: 'model_id' }).fill('no such');
  await page.getByRole('button', { name: 'Send' }).click();
  await page
    .getByRole('region', { name: 'Answer', exact: true })
    .getByText('404', { exact: true })
    .waitFor();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  await context.close();
});

test('work goes on while another view is open, and everything is as it was left', async () => {
  let finish: (() => void) | undefined;
  stub().on('POST /speakers/diarize', (_, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const turn = { speaker: 'SPEAKER_00', start: 0.2, end: 2.3 };
    finish = () => res.end(JSON.stringify({ num_speakers: 1, duration: 8, segments: [turn] }));
    res.flushHeaders();
  });
  const { page, context, complaints } = await open('diarize');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('spinbutton', { name: 'Speakers' }).fill('2');
  await page.getByRole('button', { name: 'Tell the speakers apart' }).click();
  await expect.poll(() => finish).toBeDefined();
  await page.getByRole('link', { name: 'Chat' }).click();
  await page
    .getByRole('link', { name: /Diarize/ })
    .getByLabel('at work')
    .waitFor();
  await page.getByLabel('Temperature').fill('0.7');
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await page.locator('main[data-view=backends]').waitFor();
  finish!();
  await page.keyboard.press('5');
  expect(await page.getByLabel('Temperature').inputValue()).toBe('0.7');
  await page.getByRole('link', { name: /Diarize/ }).click();
  await page.getByRole('button', { name: 'SPEAKER_00, 0:00.2 to 0:02.3' }).waitFor();
  expect(await page.getByRole('spinbutton', { name: 'Speakers' }).inputValue()).toBe('2');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a language nobody is sure of is named without a number', async () => {
  stub().on(
    'POST /stt/transcribe',
    answerJson({
      text: 'night',
      language: 'en',
      language_probability: 0,
      duration: 1,
      segments: [{ id: 0, text: 'night', start: 0, end: 1, words: null }],
    }),
  );
  const { page, context } = await open('transcribe');
  await page.locator('input[type=file]').setInputFiles(recording);
  await page.getByRole('button', { name: 'Transcribe' }).click();
  await page.getByText('en', { exact: true }).waitFor();
  expect(await page.getByText('% sure').count()).toBe(0);
  await context.close();
});
