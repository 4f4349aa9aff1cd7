import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import { ApiError, isClientGone } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import { familyOf } from '../../lib/models/families.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/** `POST /models/{model_id}/profile/apply`: with `load_model` a failed load is told inside `load`, the answer is 200. */
export const modelsProfileApply =
  (host: ModelHost): Handler<typeof llm.modelsProfileApply> =>
  async ({ params: { model_id: model }, body, headers, requestId, signal, setStage }) => {
    await host.find(model, { signal, headers: forwardHeaders(headers, requestId) });
    const values = await host.profiles.get(model);
    const requested = Boolean(body?.load_model);
    const load = {
      requested,
      ...(requested ? await tryLoad(host, model, signal, setStage) : { success: true }),
    };
    return json({ success: load.success, model, family: familyOf(model), values, load });
  };

interface LoadResult {
  success: boolean;
  status_code?: number;
  detail?: string;
}

async function tryLoad(
  host: ModelHost,
  model: string,
  signal: AbortSignal,
  setStage: (stage: string | null) => void,
): Promise<LoadResult> {
  setStage('queued');
  try {
    const lease = await host.scheduler.acquire(model, signal, setStage);
    lease.release();
    return { success: true };
  } catch (error) {
    if (!(error instanceof ApiError) || isClientGone(error)) throw error;
    return { success: false, status_code: error.status, detail: error.message };
  } finally {
    setStage(null);
  }
}
