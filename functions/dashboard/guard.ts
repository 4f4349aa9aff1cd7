import { addressOf } from '../../lib/http/address.ts';
import type { Guard } from '../../lib/http/serve.ts';
import { loginNeeded, noToken, type Door } from '../../lib/session/door.ts';
import { nextPage } from '../../lib/session/next-page.ts';
import { closedPage } from './login-page.ts';
import { page } from './page.ts';
import { redirect } from './redirect.ts';

/** Pages of the dashboard lead to the login, data is 401; without an access token both are 403. */
export const createGuard =
  (door: Door | null, proxyHops: number): Guard =>
  (req, res, { access }) => {
    // Whatever is answered to whom, a page or a refusal: it is of this visitor, and what it says it is.
    res.setHeader('cache-control', 'no-store');
    res.setHeader('x-content-type-options', 'nosniff');
    if (!door) {
      if (access === 'page') return closedPage();
      throw noToken();
    }
    const visitor = door.visitor(req.headers, addressOf(req, proxyHops));
    if (visitor.value === 'session') {
      const cookie = door.renew(visitor.session, req.headers);
      if (cookie) res.setHeader('set-cookie', cookie);
    }
    if (visitor.value !== 'stranger') return null;
    if (access === 'data') throw loginNeeded();
    const url = req.url ?? '/';
    if (req.headers['sec-fetch-site'] === 'cross-site') return comeAgain(url);
    return redirect(`/dashboard/login?next=${encodeURIComponent(nextPage(withoutToken(url)))}`);
  };

/** Who added the token to another page than the login does not find it in the address afterwards, however it is written. */
function withoutToken(url: string): string {
  const mark = url.indexOf('?');
  if (mark < 0) return url;
  const query = new URLSearchParams(url.slice(mark + 1));
  if (!query.has('access_token')) return url;
  query.delete('access_token');
  return query.size > 0 ? `${url.slice(0, mark)}?${query.toString()}` : url.slice(0, mark);
}

/** A link on another site brings no cookie with it, session or not: the page asks once more from here. */
const comeAgain = (url: string) =>
  page('Synapse', '<p>Opening the dashboard …</p>', {
    headers: { refresh: `0; url=${url.startsWith('//') ? '/dashboard' : url}` },
  });
