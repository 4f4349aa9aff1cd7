import { ApiError, requestCancelled } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { Running } from '../../lib/http/running.ts';
import type { llm } from '../../lib/routes/llm.ts';

/**
 * `POST /v1/requests/{id}/cancel`: ends a running request. One that does not run here may run in another function or
 * replica: they are asked, and 202 says that nobody knows yet.
 */
export const requestsCancel =
  (running: Running, askOthers?: (requestId: string) => void): Handler<typeof llm.requestsCancel> =>
  ({ params: { request_id: id }, signal }) => {
    const cancelled = running.end(id, requestCancelled(), signal);
    if (cancelled === 0 && !askOthers)
      throw new ApiError(404, 'request_not_found', 'no request with this id is running');
    askOthers?.(id);
    return json({ request_id: id, cancelled }, { status: cancelled > 0 ? 200 : 202 });
  };
