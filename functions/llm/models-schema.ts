import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import { profileSchema } from '../../lib/models/families.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/** `GET /models/{model_id}/schema` */
export const modelsSchema =
  (host: ModelHost): Handler<typeof llm.modelsSchema> =>
  async ({ params, headers, requestId, signal }) => {
    await host.find(params.model_id, { signal, headers: forwardHeaders(headers, requestId) });
    return json(profileSchema(params.model_id));
  };
