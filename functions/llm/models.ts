import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';
import { decorate } from './decorate.ts';
import type { ModelHost } from './model-host.ts';

/** `GET /models` */
export const models =
  (host: ModelHost): Handler<typeof llm.models> =>
  async ({ headers, requestId, signal }) => {
    const list = await host.router.models({ signal, headers: forwardHeaders(headers, requestId) });
    return json({ ...list, data: await decorate(list.data, host.profiles) });
  };
