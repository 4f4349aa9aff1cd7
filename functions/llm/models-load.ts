import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import { updateProfile } from './profile-update.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/**
 * `POST /models/load`: loads a model and waits until it can be used, sharing the load with whoever else wants it. Other
 * keys of the body update its profile first, once the model is known to exist.
 */
export const modelsLoad =
  (host: ModelHost): Handler<typeof llm.modelsLoad> =>
  async ({ body: { model, ...updates }, headers, requestId, signal, setStage, setModel }) => {
    setModel(model);
    await host.find(model, { signal, headers: forwardHeaders(headers, requestId) });
    const values =
      Object.keys(updates).length > 0
        ? await updateProfile(host, model, updates)
        : await host.profiles.get(model);
    setStage('queued');
    const lease = await host.scheduler.acquire(model, signal, setStage);
    setStage(null);
    lease.release();
    return json({
      success: true,
      ...(Object.keys(values).length > 0 && { synapse_defaults: values }),
    });
  };
