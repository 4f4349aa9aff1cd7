import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import { familyOf } from '../../lib/models/families.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';
import { updateProfile } from './profile-update.ts';

/** `PUT /models/{model_id}/profile`: `{values, replace}` or the fields themselves; all or nothing. */
export const modelsProfileUpdate =
  (host: ModelHost): Handler<typeof llm.modelsProfileUpdate> =>
  async ({
    params: { model_id: model },
    body: { values, replace, ...flat },
    headers,
    requestId,
    signal,
  }) => {
    await host.find(model, { signal, headers: forwardHeaders(headers, requestId) });
    return json({
      success: true,
      model,
      family: familyOf(model),
      values: await updateProfile(host, model, values ?? flat, Boolean(replace)),
    });
  };
