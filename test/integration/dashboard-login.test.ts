import { describe, expect, it } from 'vitest';
import { openFeed } from '../support/terminal-feed.ts';
import { withBackends } from '../support/with-backends.ts';

const TOKEN = 'a-long-and-random-token';
const PAGES = ['/dashboard', '/', '/ui'];
const DATA = ['/dashboard/api/session', '/dashboard/api/overview', '/events/terminal'];

const dashboard = (env: Record<string, string> = {}) =>
  withBackends('dashboard', { a: 'http://127.0.0.1:9' }, env);

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', headers });

const form = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')!.split(';')[0]!;

it('is closed until there is a token, and says how to open it', async () => {
  const { url } = await dashboard();
  for (const path of [...PAGES, '/dashboard/login', '/dashboard/login?access_token=x']) {
    const answer = await get(url + path);
    expect(answer.status, path).toBe(403);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('SYNAPSE_DASHBOARD_ACCESS_TOKEN');
  }
  for (const path of DATA) {
    const answer = await get(url + path, { authorization: 'Bearer x' });
    expect(answer.status, path).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'dashboard_closed' } });
  }
  for (const path of ['/docs', '/openapi.json', '/api/backend-routes'])
    expect((await get(url + path)).status).toBe(200);
});

describe('with a token', () => {
  it('leads strangers to the login, and back to where they wanted to go', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    for (const path of PAGES) {
      const answer = await get(url + path);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/dashboard/login?next=${encodeURIComponent(path)}`,
      ]);
    }
    for (const path of DATA) {
      const answer = await get(url + path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toMatchObject({ error: { code: 'login_required' } });
    }
    // What is too long to come back to is the dashboard, not a refusal a person cannot read.
    const long = await get(`${url}/dashboard?a=${'/'.repeat(3000)}`);
    expect(long.headers.get('location')).toBe('/dashboard/login?next=%2Fdashboard');
    expect((await get(`${url}/dashboard/login?next=/${'a'.repeat(3000)}`)).status).toBe(200);
    const page = await get(`${url}/dashboard/login?next=%2Fui%3Fa%3D1`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('name="next" value="/ui?a=1"');
    const entered = await form(`${url}/dashboard/login`, { access_token: TOKEN, next: '/ui?a=1' });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/ui?a=1']);
    const cookie = cookieOf(entered);
    expect((await get(`${url}/ui?a=1`, { cookie })).status).toBe(200);
    expect((await get(`${url}/dashboard/login`, { cookie })).status).toBe(303);
  });

  it('logs in by a link, whose token goes nowhere else', async () => {
    const running = await dashboard({
      SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
      SYNAPSE_LOG_LEVEL: 'DEBUG',
      SYNAPSE_TERMINAL_FEED_MODE: 'live',
    });
    const { url } = running;
    const entered = await get(`${url}/dashboard/login?access_token=${TOKEN}`, {
      'x-request-id': 'login-by-link',
    });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard']);
    expect(entered.headers.get('referrer-policy')).toBe('no-referrer');
    expect(entered.headers.get('cache-control')).toBe('no-store');
    const set = entered.headers.get('set-cookie')!;
    expect(set).toMatch(
      /^synapse_dash_token=v1\..*; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/,
    );
    expect(set).not.toContain(TOKEN);
    const cookie = cookieOf(entered);
    const facts = await (await get(`${url}/dashboard/api/session`, { cookie })).json();
    expect(facts).toMatchObject({ feed: { mode: 'live', bus_mode: 'local' }, version: '1.0.0' });
    const leaving = new AbortController();
    const feed = await fetch(`${url}/events/terminal?backlog=500&level=DEBUG`, {
      headers: { cookie },
      signal: leaving.signal,
    });
    const { value } = await feed.body!.getReader().read();
    leaving.abort();
    const text = Buffer.from(value).toString();
    expect(text).toContain('somebody has logged in');
    expect(text).toContain('login-by-link');
    expect(text).not.toContain(TOKEN);
    await get(`${url}/dashboard/login?access_token=${TOKEN}wrong`);
    await expect.poll(() => running.output()).toContain('has failed');
    expect(running.output()).toContain('login-by-link');
    expect(running.output()).not.toContain(TOKEN);
  });

  it('writes the token nowhere, wherever somebody puts it', async () => {
    const running = await dashboard({
      SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
      SYNAPSE_LOG_LEVEL: 'DEBUG',
      SYNAPSE_TERMINAL_FEED_MODE: 'live',
    });
    for (const path of [`/${TOKEN}`, `/dashboard/login/${TOKEN}`, `/docs/x?a=${TOKEN}`])
      expect((await get(running.url + path)).status).toBe(404);
    const feed = await openFeed(running.url, TOKEN, '?level=DEBUG');
    await expect.poll(() => feed.messages().filter((line) => line.includes('404')).length).toBe(3);
    expect(feed.messages().join()).toContain('GET /[REDACTED] 404');
    expect(feed.text()).not.toContain(TOKEN);
    expect(running.output()).not.toContain(TOKEN);
  });

  it('ends the feed of a session with the session', async () => {
    const { url } = await dashboard({
      SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
      SYNAPSE_DASHBOARD_SESSION_HOURS: String(3 / 3600),
    });
    const cookie = cookieOf(await form(`${url}/dashboard/login`, { access_token: TOKEN }));
    const answer = await get(`${url}/events/terminal`, { cookie });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('event: meta');
    expect((await get(`${url}/events/terminal`, { cookie })).status).toBe(401);
  });

  it('answers JSON in JSON, and scripts by their bearer', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const post = (token: string) =>
      fetch(`${url}/dashboard/login`, {
        method: 'POST',
        body: JSON.stringify({ access_token: token }),
        headers: { 'content-type': 'application/json' },
      });
    const entered = await post(TOKEN);
    expect(entered.status).toBe(200);
    expect(await entered.json()).toMatchObject({ next: '/dashboard' });
    expect((await post('wrong')).status).toBe(401);
    const authorization = `Bearer ${TOKEN}`;
    expect((await get(`${url}/dashboard/api/session`, { authorization })).status).toBe(200);
    expect((await get(`${url}/dashboard`, { authorization })).status).toBe(200);
  });

  it('ends a session by logout in this browser, and all by another token', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const other = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: `${TOKEN}2` });
    const replica = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const cookie = cookieOf(await form(`${url}/dashboard/login`, { access_token: TOKEN }));
    expect((await get(`${replica.url}/dashboard`, { cookie })).status).toBe(200);
    expect((await get(`${other.url}/dashboard`, { cookie })).status).toBe(303);
    const out = await form(`${url}/dashboard/logout`, {}, { cookie });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/dashboard/login']);
    expect(out.headers.get('set-cookie')).toMatch(/^synapse_dash_token=; Path=\/; Max-Age=0;/);
  });

  it('is not locked by pictures of other pages', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    for (let n = 0; n < 12; n++) {
      const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' };
      expect((await get(`${url}/dashboard/login?access_token=${n}`, picture)).status).toBe(403);
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    expect((await get(`${url}/dashboard/login?access_token=${TOKEN}`, link)).status).toBe(303);
  });

  it('does not carry a token on from another page', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const places = [
      [`/dashboard?access_token=${TOKEN}`, '/dashboard'],
      [`/ui?a=1&access_token=${TOKEN}&b=2`, '/ui?a=1&b=2'],
      [`/ui?access%5Ftoken=${TOKEN}`, '/ui'],
    ] as const;
    for (const [asked, next] of places)
      expect((await get(url + asked)).headers.get('location')).toBe(
        `/dashboard/login?next=${encodeURIComponent(next)}`,
      );
  });

  it('slows down guessing, whichever way it comes', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const from = { 'x-forwarded-for': '203.0.113.7' };
    for (let n = 0; n < 4; n++) {
      const answer = await form(`${url}/dashboard/login`, { access_token: `${n}` }, from);
      expect(answer.status).toBe(401);
      expect(await answer.text()).toMatch(/data-login="failed"|not the access token/);
      expect((await get(`${url}/dashboard/login?access_token=${n}`, from)).status).toBe(401);
      const bearer = { ...from, authorization: `Bearer ${n}` };
      if (n < 2) expect((await get(`${url}/dashboard/api/session`, bearer)).status).toBe(401);
    }
    const limited = await form(`${url}/dashboard/login`, { access_token: TOKEN }, from);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    const elsewhere = { 'x-forwarded-for': '203.0.113.8' };
    expect((await form(`${url}/dashboard/login`, { access_token: TOKEN }, elsewhere)).status).toBe(
      303,
    );
  });

  it('is not locked by guesses of others, whatever address they say they have', async () => {
    const token = 'kPq3vN8xW2mZ7tLc5sRy9dFg4hJb6nQa';
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: token });
    const guesses = Array.from({ length: 150 }, (_, n) =>
      form(
        `${url}/dashboard/login`,
        { access_token: `${n}` },
        { 'x-forwarded-for': `10.0.0.${n}` },
      ),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(50);
    expect((await form(`${url}/dashboard/login`, { access_token: token })).status).toBe(303);
    const authorization = `Bearer ${token}`;
    expect((await get(`${url}/dashboard/api/session`, { authorization })).status).toBe(200);
  });

  it('takes orders from its own pages only, and as JSON', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const cookie = cookieOf(await form(`${url}/dashboard/login`, { access_token: TOKEN }));
    const order = (headers: Record<string, string>, backend = 'a') =>
      fetch(`${url}/dashboard/api/breakers/${backend}`, {
        method: 'POST',
        body: '{"state":"open"}',
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await order({})).status).toBe(401);
    expect((await order({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await order({ cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await order({ cookie, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await order({ cookie }, 'nobody')).status).toBe(404);
    const own = await order({ cookie, origin: url });
    expect([own.status, await own.json()]).toEqual([200, { backend: 'a', state: 'open' }]);
    const overview = (await (
      await get(`${url}/dashboard/api/overview?minutes=5`, { cookie })
    ).json()) as { backends: object; times: unknown[]; totals: object };
    expect(overview).toMatchObject({
      step_seconds: 10,
      backends: { a: { override: 'open', failures: [] } },
      feed: { subscribers: 0, bus: { dropped: 0 } },
    });
    expect(overview.times).toHaveLength(30);
    const data = await get(`${url}/dashboard/api/overview`, { cookie });
    expect(data.headers.get('cache-control')).toBe('no-store');
    expect(data.headers.get('x-content-type-options')).toBe('nosniff');
    // Its own logins and refusals are not what is asked of Synapse.
    expect(Object.keys(overview.totals)).toContain('llm');
    expect(Object.keys(overview.totals)).not.toContain('dashboard');
    for (const [path, headers] of [
      ['login', { origin: 'https://evil.example' }],
      ['login', { origin: 'null' }],
      ['logout', { 'sec-fetch-site': 'cross-site' }],
    ] as const)
      expect(
        (await form(`${url}/dashboard/${path}`, { access_token: TOKEN }, headers)).status,
      ).toBe(403);
  });

  it('asks once more from here when a link on another site brought no cookie', async () => {
    const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
    const answer = await get(`${url}/dashboard?x=1`, { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.headers.get('refresh')]).toEqual([200, '0; url=/dashboard?x=1']);
  });

  it.each(['/dashboard', '/dashboard/login', '/docs'])(
    '%s runs nothing and fits no frame',
    async (path) => {
      const { url } = await dashboard({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN });
      const answer = await get(url + path, { authorization: `Bearer ${TOKEN}` });
      const policy = answer.headers.get('content-security-policy')!;
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );
});
