import { ApiError } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';

/** Their names change with their content, so a browser never has to ask again. */
const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' };

/** `GET /dashboard/assets/{file}`: open to all, as the login page needs them and they hold nothing of this instance. */
export const assets =
  (files: StaticFiles): Handler<typeof dashboard.assets> =>
  ({ params, headers }) => {
    const reply = files.reply(`assets/${params.file}`, headers, FOR_EVER);
    if (reply) return reply;
    throw new ApiError(404, 'not_found', 'there is no such asset');
  };
