import type { AskToCancel } from '../../lib/bus/cancels.ts';
import { ApiError, requestCancelled } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { Running } from '../../lib/http/running.ts';
import type { llm } from '../../lib/routes/llm.ts';

/**
 * `POST /v1/requests/{id}/cancel`: ends the running requests with this id, here and in the other functions and replicas,
 * who say how many they had. 202 when they cannot be asked now.
 */
export const requestsCancel =
  (
    running: Running,
    askOthers: AskToCancel = () => Promise.resolve(0),
  ): Handler<typeof llm.requestsCancel> =>
  async ({ params: { request_id: id }, signal }) => {
    const here = running.end(id, requestCancelled(), signal);
    const elsewhere = await askOthers(id, here > 0);
    const cancelled = here + (elsewhere ?? 0);
    if (cancelled === 0 && elsewhere !== null)
      throw new ApiError(404, 'request_not_found', 'no request with this id is running');
    return json({ request_id: id, cancelled }, { status: cancelled > 0 ? 200 : 202 });
  };
