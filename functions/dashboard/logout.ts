import type { Handler } from '../../lib/http/call.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import type { Door } from '../../lib/session/door.ts';
import { redirect } from './redirect.ts';

/** `POST /dashboard/logout`: this browser forgets its session. */
export const logout =
  (door: Door | null): Handler<typeof dashboard.logout> =>
  ({ headers }) =>
    redirect('/dashboard/login', door ? { 'set-cookie': door.logout(headers) } : {});
