import { expectOk, readJson } from '../../lib/backends/answer.ts';
import type { Backends } from '../../lib/backends/client.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { CallContext } from '../../lib/backends/post-form.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { RouterModel } from '../../lib/models/router-port.ts';
import type { llm } from '../../lib/routes/llm.ts';
import { decorate } from './decorate.ts';
import type { ModelHost } from './model-host.ts';

const SOURCES = ['llama-embed', 'llama-router', 'vllm'];

/**
 * `GET /v1/models`: the models of all backends that answer, asked side by side; each id once. The backends that did
 * not answer are named in `x-synapse-missing`.
 */
export const v1Models =
  (backends: Backends, host: ModelHost): Handler<typeof llm.v1Models> =>
  async ({ headers, requestId, signal, log }) => {
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const names = SOURCES.filter((name) => backends.has(name));
    const lists = await Promise.allSettled(names.map((name) => listOf(backends, name, context)));
    const missing = names.filter((_, index) => lists[index]!.status === 'rejected');
    if (missing.length > 0)
      log.warn({ request_id: requestId, missing }, 'model lists of some backends are missing');
    const all = lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : []));
    const unique = [...new Map(all.map((model) => [model.id, model])).values()];
    const data = await decorate(unique, host.profiles);
    return json(
      { object: 'list', data: data.map(complete) },
      { headers: missing.length > 0 ? { 'x-synapse-missing': missing.join(', ') } : {} },
    );
  };

async function listOf(
  backends: Backends,
  name: string,
  context: CallContext,
): Promise<RouterModel[]> {
  const answer = await backends
    .get(name)
    .send({ method: 'GET', path: '/v1/models', ...context, headersSeconds: 5 });
  const { data } = (await readJson(await expectOk(answer, name))) as { data?: unknown };
  return Array.isArray(data)
    ? data.filter(
        (item): item is RouterModel => typeof (item as RouterModel | null)?.id === 'string',
      )
    : [];
}

/** OpenAI requires all four keys. */
const complete = (model: RouterModel): RouterModel => ({
  object: 'model',
  created: 0,
  owned_by: 'unknown',
  ...model,
});
