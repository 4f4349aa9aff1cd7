import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import { familyOf } from '../../lib/models/families.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/** `GET /models/{model_id}/profile` */
export const modelsProfile =
  (host: ModelHost): Handler<typeof llm.modelsProfile> =>
  async ({ params: { model_id: model }, headers, requestId, signal }) => {
    await host.find(model, { signal, headers: forwardHeaders(headers, requestId) });
    return json({ model, family: familyOf(model), values: await host.profiles.get(model) });
  };
