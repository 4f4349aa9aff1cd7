import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { listed } from './answers.ts';

/** A header has room for few. */
const MOST_NAMED = 10;

/** `GET /voices`: a voice that cannot be read is logged and left out, the others are listed. */
export const list =
  (store: VoiceStore): Handler<typeof voices.list> =>
  async ({ log, requestId }) => {
    const { voices: found, problems } = await store.list();
    if (problems.length > 0)
      log.warn(
        { request_id: requestId, problems: problems.slice(0, MOST_NAMED) },
        'some voices cannot be read',
      );
    const named = problems.slice(0, MOST_NAMED).map(({ id }) => id);
    return json(found.map(listed), {
      headers:
        problems.length > 0
          ? { 'x-synapse-unreadable': `${problems.length}: ${named.join(', ')}` }
          : {},
    });
  };
