import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/** `POST /models/unload`: waits for the requests that use the model. One that is not running counts as unloaded. */
export const modelsUnload =
  (host: ModelHost): Handler<typeof llm.modelsUnload> =>
  async ({ body, signal }) => {
    await host.scheduler.unload(body.model, signal);
    return json({ success: true });
  };
