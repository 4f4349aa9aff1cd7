import { bytes, type Headers, type Reply } from '../../lib/http/reply.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import { escapeHtml, page } from './page.ts';
import { APP_HEADERS, withForm } from './security-headers.ts';

export interface LoginPageFacts {
  /** Where to go afterwards. */
  readonly next: string;
  readonly fault?: 'failed' | 'limited';
  readonly headers?: Headers;
}

const SAID = {
  failed: 'This is not the access token. It is the value of SYNAPSE_DASHBOARD_ACCESS_TOKEN.',
  limited: 'Too many failed logins. Wait a minute and try again.',
} as const;
const STATUS = { failed: 401, limited: 429 } as const;

/**
 * The login page. The built one gets `data-login="failed|limited"` on its `<html>`, and the page to go to as the value of
 * its field `next`.
 */
export function loginPage(files: StaticFiles, facts: LoginPageFacts): Reply<never> {
  const { next, fault, headers } = facts;
  const status = fault ? STATUS[fault] : 200;
  if (!files.has('login.html')) return plainPage(facts, status);
  const text = files
    .text('login.html')
    .replace('<html', fault ? `<html data-login="${fault}"` : '<html')
    .replace('name="next" value=""', () => `name="next" value="${escapeHtml(next)}"`);
  return bytes(text, 'text/html; charset=utf-8', {
    status,
    headers: { ...withForm(APP_HEADERS), 'cache-control': 'no-store', ...headers },
  });
}

const plainPage = ({ next, fault, headers }: LoginPageFacts, status: number): Reply<never> =>
  page(
    'Log in to Synapse',
    `<h1>Synapse</h1><p>Log in to the dashboard.</p>${fault ? `<p class="fault" role="alert">${SAID[fault]}</p>` : ''}
<form method="post" action="/dashboard/login"><input type="hidden" name="next" value="${escapeHtml(next)}">
<label for="access_token">Access token</label><input id="access_token" name="access_token" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Log in</button></form>`,
    { status, form: true, ...(headers && { headers }) },
  );

/** Instead of the login while there is no token: how to set one. */
export const closedPage = (): Reply<never> =>
  page(
    'Synapse: the dashboard is closed',
    `<h1>The dashboard is closed</h1>
<p>It opens when the variable <code>SYNAPSE_DASHBOARD_ACCESS_TOKEN</code> of the function <code>dashboard</code> is set to a long random text:</p>
<pre><code>SYNAPSE_DASHBOARD_ACCESS_TOKEN=$(openssl rand -base64 32)</code></pre>
<p>In a cluster it is the key <code>dashboard_access_token</code> of the secret <code>synapse-gateway-secrets</code>. <code>make start</code> makes one by itself and prints the link to log in.</p>
<p><a href="/docs">The API, to read</a> · <a href="/health">Health of the backends</a></p>`,
    { status: 403 },
  );
