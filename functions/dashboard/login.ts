import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { Door } from '../../lib/session/door.ts';
import { nextPage } from '../../lib/session/next-page.ts';
import { closedPage, loginPage } from './login-page.ts';
import { redirect } from './redirect.ts';

/**
 * `GET /dashboard/login`: the page; with `access_token` in the query, as in a link from a terminal, the login itself,
 * which leads on to an address without it.
 */
export const login =
  (door: Door | null, files: StaticFiles): Handler<typeof dashboard.login> =>
  ({ query, headers, address, log }) => {
    if (!door) return closedPage();
    if (query.access_token !== undefined && isEmbedded(headers))
      throw new ApiError(403, 'login_link_only', 'a login link is opened, not embedded in a page');
    const next = nextPage(query.next);
    try {
      if (query.access_token === undefined) {
        const known = door.visitor(headers, address).value === 'session';
        return known ? redirect(next) : loginPage(files, { next });
      }
      const entered = door.login(query.access_token, headers, address);
      if (entered) {
        log.info(
          { address, session: entered.session.id },
          'somebody has logged in to the dashboard',
        );
        return redirect(next, { 'set-cookie': entered.cookie });
      }
      log.warn({ address }, 'a login to the dashboard has failed');
      return loginPage(files, { next, fault: 'failed' });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429) throw error;
      return loginPage(files, { next, fault: 'limited', headers: error.options.headers ?? {} });
    }
  };

/** A picture or script of any page could use up the visitor's tries, and keep them out. */
const isEmbedded = (headers: IncomingHttpHeaders): boolean =>
  (headers['sec-fetch-dest'] ?? 'document') !== 'document';
