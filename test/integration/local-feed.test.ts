import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { functions } from '../support/functions-of.ts';
import { runIngress, type RunningIngress } from '../support/run-ingress.ts';
import { openFeed } from '../support/terminal-feed.ts';

async function ingress(
  env: Record<string, string> = {},
): Promise<RunningIngress & { data: string }> {
  const data = mkdtempSync(join(tmpdir(), 'synapse-feed-'));
  const running = await runIngress({ SYNAPSE_DATA_DIR: data, ...env });
  onTestFinished(async () => {
    await running.stop();
    rmSync(data, { recursive: true, force: true });
  });
  return { ...running, data };
}

it('make start shows the lines of all functions in one place, and goes on when the dashboard dies', async () => {
  const { url, data, output, pid } = await ingress();
  const file = join(data, 'dashboard-token');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const token = readFileSync(file, 'utf8').trim();
  expect(output()).toContain(
    `open ${url.replace('127.0.0.1', 'localhost')}/dashboard/login?access_token=${token}`,
  );
  const feed = await openFeed(url, token);
  expect(feed.frames()[0]?.data ?? { mode: 'live' }).toMatchObject({ mode: 'live' });
  await Promise.all(['/voices', '/tts/languages'].map((path) => fetch(url + path)));
  await expect.poll(() => feed.text(), { timeout: 10_000 }).toContain('"source":"synapse.voices"');
  await expect.poll(() => feed.text(), { timeout: 10_000 }).toContain('"source":"synapse.tts"');

  const headers = { authorization: `Bearer ${token}` };
  const overview = (await (await fetch(`${url}/dashboard/api/overview`, { headers })).json()) as {
    totals: Record<string, { requests: number }>;
  };
  expect(overview.totals['voices']!.requests).toBe(1);
  expect(overview.totals['tts']!.requests).toBe(1);

  const order = await fetch(`${url}/dashboard/api/breakers/whisper-stt`, {
    method: 'POST',
    body: '{"state":"open"}',
    headers: { ...headers, 'content-type': 'application/json' },
  });
  expect(order.status).toBe(200);
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(100)]), 'a.wav');
  await expect
    .poll(
      async () => (await fetch(`${url}/stt/transcribe`, { method: 'POST', body: form })).status,
      { timeout: 15_000 },
    )
    .toBe(503);

  const [dashboard] = functions(pid, 'dashboard');
  process.kill(dashboard!, 'SIGKILL');
  await expect
    .poll(() => functions(pid, 'dashboard'), { timeout: 15_000 })
    .not.toContain(dashboard);
  const again = await openFeed(url, token);
  await fetch(`${url}/stt/transcribe`, { headers: { 'x-request-id': 'after-the-death' } });
  await expect.poll(() => again.text(), { timeout: 10_000 }).toContain('after-the-death');
  // The ingress tells of it, too.
  await expect
    .poll(() => again.text(), { timeout: 10_000 })
    .toContain('the function dashboard has ended by itself');
  // What was ordered outlives the dashboard.
  const kept = (await (await fetch(`${url}/dashboard/api/overview`, { headers })).json()) as {
    backends: Record<string, { override: string }>;
  };
  expect(kept.backends['whisper-stt']!.override).toBe('open');
});

it('the token is in no line, of no function and not of the ingress', async () => {
  const token = 'chosen-by-the-user-0123456789';
  const running = await ingress({
    SYNAPSE_DASHBOARD_ACCESS_TOKEN: token,
    SYNAPSE_LOG_LEVEL: 'DEBUG',
  });
  const link = `${running.url}/dashboard/login?access_token=${token}`;
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  await fetch(`${running.url}/nowhere?access_token=${token}`);
  await fetch(`${running.url}/speakers/verify?access_token=${token}`, {
    headers: { referer: link, authorization: `Bearer ${token}` },
  });
  const feed = await openFeed(running.url, token, '?level=DEBUG&backlog=500');
  await expect.poll(() => feed.text(), { timeout: 10_000 }).toContain('/speakers/verify');
  await expect.poll(() => running.output()).toContain('somebody has logged in');
  expect(running.output()).not.toContain(token);
  expect(feed.text()).not.toContain(token);
});
