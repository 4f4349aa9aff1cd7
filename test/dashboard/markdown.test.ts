import { expect, test } from 'vitest';
import { expectAccessible, openPage } from './browser.ts';
import { house } from './house.ts';

const { browser, stub } = house();
const open = async () => {
  const opened = await openPage(browser());
  await opened.page.goto(`${stub().url}/dashboard#/playground/chat`);
  return opened;
};

test('an answer is set as it means it, and its markup stays text', async () => {
  const answer = [
    'Some **bold** and `code`:\n\n- one\n- two\n\n```js\nlet a = 1;\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n',
    '\n<img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://example.com/a)',
  ];
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of answer)
      res.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    res.end('data: [DONE]\n\n');
  });
  const { page, context, complaints } = await open();
  await page.getByRole('button', { name: 'What is 17 times 23?' }).click();
  const said = page.locator('.markdown');
  await said.getByRole('link', { name: 'good' }).waitFor();
  expect(await said.locator('strong').textContent()).toBe('bold');
  expect(await said.locator('li').count()).toBe(2);
  expect(await said.getByRole('cell').allTextContents()).toEqual(['1', '2']);
  expect(await said.getByRole('link').count()).toBe(1);
  expect(await said.locator('img').count()).toBe(0);
  expect(await said.textContent()).toContain('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Copy the code' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('let a = 1;');
  await page.getByRole('button', { name: 'Copy the answer' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(answer.join(''));
  await expectAccessible(page);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a task has one box, and what is nested without end does no harm to the page', async () => {
  const content = `- [x] done\n- [ ] **to** do\n\n${'> '.repeat(1_000)}deep`;
  stub().on('POST /v1/chat/completions', (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    res.end('data: [DONE]\n\n');
  });
  const { page, context, complaints } = await open();
  await page.getByRole('button', { name: 'What is 17 times 23?' }).click();
  const tasks = page.locator('.markdown li');
  await tasks.nth(1).waitFor();
  expect(await tasks.allTextContents()).toEqual(['☑ done', '☐ to do']);
  await page.keyboard.press('1');
  await page.locator('main[data-view=overview]').waitFor();
  expect(await page.locator('h1').count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});
