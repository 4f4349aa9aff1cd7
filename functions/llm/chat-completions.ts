import { finished } from 'node:stream';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Handler } from '../../lib/http/call.ts';
import { events, stream } from '../../lib/http/reply.ts';
import { setKey } from '../../lib/json/edit.ts';
import { autoModel, explicitModel, type ModelChoice } from '../../lib/models/auto-model.ts';
import { injectProfile } from '../../lib/models/inject-profile.ts';
import { isUsable } from '../../lib/models/router-port.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { CallContext } from '../../lib/backends/post-form.ts';
import type { ModelHost } from './model-host.ts';

/** `POST /v1/chat/completions`: choose the model, fill in its profile, wait for it, relay. */
export const chatCompletions =
  (host: ModelHost): Handler<typeof llm.chatCompletions> =>
  async ({ body, text, headers, requestId, signal, log }) => {
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const { model, reason } = await choose(host, body, context);
    const profile = await host.profiles.get(model);
    const request = injectProfile(
      body.model === model ? text : setKey(text, 'model', model),
      body,
      profile,
    );
    const lease = await host.scheduler.acquire(model, signal);
    try {
      const answer = await host.router.chat(request, context);
      finished(answer.body, lease.release);
      const facts = {
        'x-synapse-model': encodeURI(model),
        'x-synapse-model-reason': reason,
        'x-synapse-queue-ms': String(Math.round(lease.queueMs)),
        'x-synapse-load-ms': String(Math.round(lease.loadMs)),
      };
      log.debug({ request_id: requestId, model, reason, profile: Object.keys(profile) }, 'chat');
      const type = String(answer.headers['content-type'] ?? 'application/json');
      if (type.startsWith('text/event-stream'))
        return events(answer.body, 'openai', { headers: facts });
      if (type.includes('json')) return stream(answer.body, type, { headers: facts });
      answer.body.destroy();
      throw new ApiError(
        502,
        'backend_bad_answer',
        `LLM backend error: the answer is ${type}, not JSON or events`,
      );
    } catch (error) {
      lease.release();
      throw error;
    }
  };

async function choose(
  host: ModelHost,
  body: { model?: unknown; messages?: unknown },
  context: CallContext,
): Promise<ModelChoice> {
  const model = explicitModel(body.model);
  if (model !== null) return { model, reason: 'explicit' };
  const { data } = await host.router.models(context);
  const loaded = data.filter(isUsable).map(({ id }) => id);
  return autoModel(
    body.messages,
    host.auto,
    data.map(({ id }) => id),
    loaded,
  );
}
