import { ApiError } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import { noToken, type Door } from '../../lib/session/door.ts';
import { nextPage } from '../../lib/session/next-page.ts';
import { closedPage, loginPage } from './login-page.ts';
import { redirect } from './redirect.ts';

/** `POST /dashboard/login`: a form is led to the page it wants, or shown the form again; JSON is answered in JSON. */
export const loginForm =
  (door: Door | null, files: StaticFiles): Handler<typeof dashboard.loginForm> =>
  ({ body, headers, address, log }) => {
    const isForm = headers['content-type']?.includes('x-www-form-urlencoded') ?? false;
    if (!door) {
      if (isForm) return closedPage();
      throw noToken();
    }
    const next = nextPage(body.next);
    try {
      const entered = door.login(body.access_token, headers, address);
      if (!entered) {
        log.warn({ address }, 'a login to the dashboard has failed');
        throw new ApiError(401, 'wrong_token', 'this is not the access token');
      }
      const { session, cookie } = entered;
      log.info({ address, session: session.id }, 'somebody has logged in to the dashboard');
      const set = { 'set-cookie': cookie };
      if (isForm) return redirect(next, set);
      const expires = new Date(session.expiresAt * 1000).toISOString();
      return json(
        { expires_at: expires, next },
        { headers: { ...set, 'cache-control': 'no-store' } },
      );
    } catch (error) {
      if (!isForm || !(error instanceof ApiError)) throw error;
      const fault = error.status === 429 ? 'limited' : 'failed';
      return loginPage(files, { next, fault, headers: error.options.headers ?? {} });
    }
  };
