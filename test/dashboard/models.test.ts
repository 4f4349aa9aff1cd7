import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { house } from './house.ts';
import { answerJson } from './stub/stub.ts';

const { browser, stub } = house();
const open = async (hash: string) => {
  const opened = await openPage(browser());
  await opened.page.goto(`${stub().url}/dashboard#/${hash}`);
  return opened;
};
const sent = (what: string) =>
  stub()
    .calls.filter((call) => call.what === what)
    .map(({ body }) => body);

test('a value is judged when its field is left, never while it is typed', async () => {
  const { page, context } = await open('models/Qwen3-8B-Q4_K_M');
  const field = page.getByLabel('Runtime Context Size', { exact: false }).first();
  await field.fill('');
  await field.pressSequentially('2');
  expect(await field.getAttribute('aria-invalid')).toBe('false');
  await field.pressSequentially('0000');
  expect(await field.inputValue()).toBe('20000');
  await field.blur();
  expect(await field.getAttribute('aria-invalid')).toBe('false');
  await field.fill('12');
  await field.blur();
  await page.getByText('at least 512').waitFor();
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await field.fill('600');
  await page.getByLabel('Max Tokens', { exact: false }).first().fill('900');
  await page.getByText(/Max Tokens \(900\) is larger than the context/).waitFor();
  await context.close();
});

test('saving sends every field, unset ones as null', async () => {
  const { page, context } = await open('models/Qwen3-8B-Q4_K_M');
  await page.getByLabel('Temperature', { exact: true }).fill('0.7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Profile saved.').waitFor();
  expect(JSON.parse(sent('PUT /models/Qwen3-8B-Q4_K_M/profile').at(-1)!)).toEqual({
    replace: false,
    values: {
      system_prompt: null,
      temperature: 0.7,
      top_p: 0.95,
      top_k: null,
      min_p: null,
      repeat_penalty: null,
      max_tokens: null,
      runtime_ctx_size: null,
    },
  });
  await page.getByRole('button', { name: 'Save and load' }).click();
  await page.getByText('Qwen3-8B-Q4_K_M is loaded.').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText('Profile reset.').waitFor();
  expect(JSON.parse(sent('PUT /models/Qwen3-8B-Q4_K_M/profile').at(-1)!)).toEqual({
    replace: true,
    values: {},
  });
  await context.close();
});

test('loading shows at once, with its progress; unloading asks first', async () => {
  const { page, context } = await open('models');
  const bar = page.getByRole('progressbar', { name: 'Loading gpt-oss-20b-mxfp4' });
  await expect.poll(() => bar.first().getAttribute('aria-valuenow')).toBe('62');
  await page.getByRole('button', { name: 'Load gemma-3-12b-it-Q4_K_M', exact: true }).click();
  await expect
    .poll(() => sent('POST /models/load').at(-1))
    .toBe('{"model":"gemma-3-12b-it-Q4_K_M"}');
  await page.getByRole('button', { name: 'Unload Qwen3-8B-Q4_K_M' }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(sent('POST /models/unload')).toEqual([]);
  await page.getByRole('button', { name: 'Unload Qwen3-8B-Q4_K_M' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unload' }).click();
  await expect.poll(() => sent('POST /models/unload')).toEqual(['{"model":"Qwen3-8B-Q4_K_M"}']);
  await context.close();
});

test('all models are unloaded at once, after a question', async () => {
  const before = sent('POST /models/unload').length;
  const { page, context } = await open('models');
  await page.getByRole('button', { name: 'Unload all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unload all' }).click();
  await expect
    .poll(() => sent('POST /models/unload').slice(before))
    .toEqual(['{"model":"Qwen3-8B-Q4_K_M"}', '{"model":"Qwen2.5-Coder-7B-Instruct-Q4_K_M"}']);
  await context.close();
});

test('a model leads to a chat with it', async () => {
  const { page, context } = await open('models/gemma-3-12b-it-Q4_K_M');
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await expect.poll(() => page.getByLabel('Model').inputValue()).toBe('gemma-3-12b-it-Q4_K_M');
  await context.close();
});

test('a server without a scheduler to ask still shows its models', async () => {
  stub().on('GET /models/queue', answerJson({ error: { message: 'x' } }, 404));
  const { page, context } = await open('models');
  await page.getByText('gemma-3-12b-it-Q4_K_M').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await context.close();
});

test('several urls of a backend are told apart', async () => {
  const { page, context } = await open('backends');
  const second = page.getByRole('list', { name: 'Its urls' }).getByText('url 2').locator('..');
  await expect.poll(() => second.textContent()).toContain('left out until 14:30:40unreachable');
  await context.close();
});

test('a breaker is set by hand after a question', async () => {
  const { page, context } = await open('backends');
  const group = page.getByRole('group', { name: 'Breaker of deepfilter-audio' });
  await group.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').getByText('Every call is tried').waitFor();
  await page.getByRole('button', { name: 'Hold it closed' }).click();
  await page.getByText('Breaker of deepfilter-audio: closed.').waitFor();
  expect(sent('POST /dashboard/api/breakers/deepfilter-audio')).toEqual(['{"state":"closed"}']);
  await context.close();
});
