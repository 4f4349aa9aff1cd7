import { expectOk, readJson } from '../../lib/backends/answer.ts';
import type { Backends } from '../../lib/backends/client.ts';
import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { Log } from '../../lib/logging/log.ts';
import { createCatalog, type CatalogPart } from '../../lib/models/catalog.ts';
import type { RouterModel } from '../../lib/models/router-port.ts';
import type { llm } from '../../lib/routes/llm.ts';
import { decorate } from './decorate.ts';
import type { ModelHost } from './model-host.ts';

const SOURCES = ['llama-embed', 'llama-router', 'vllm'];

/**
 * `GET /v1/models`: the models of all backends, as they were told last; each id once. `x-synapse-missing` names the
 * backends that have never answered, `x-synapse-stale` those that have not answered lately. `?refresh=1` asks them all.
 */
export function v1Models(
  backends: Backends,
  host: ModelHost,
  log: Log,
): Handler<typeof llm.v1Models> {
  const names = SOURCES.filter((name) => backends.has(name));
  const catalog = createCatalog(
    names.map((name) => ({ name, list: () => listOf(backends, name) })),
    {
      onFailure: (backend, error) =>
        log.warn({ backend, reason: String(error) }, `the models of ${backend} cannot be listed`),
    },
  );
  return async ({ query }) => {
    const parts = await catalog.read(query.refresh === '1' || query.refresh === 'true');
    const lists = await Promise.all(
      // Profiles belong to models of the router.
      parts.map(async ({ name, models }) =>
        name === 'llama-router' ? decorate(models ?? [], host.profiles) : (models ?? []),
      ),
    );
    const unique = [...new Map(lists.flat().map((model) => [model.id, model])).values()];
    return json(
      { object: 'list', data: unique.map(complete) },
      { headers: { 'cache-control': 'no-store', ...remarks(parts) } },
    );
  };
}

function remarks(parts: readonly CatalogPart[]): Record<string, string> {
  const missing = parts.filter(({ models }) => models === null).map(({ name }) => name);
  const stale = parts
    .filter((part) => part.stale)
    .map(({ name, ageMs }) => `${name};age=${Math.round(ageMs / 1000)}`);
  return {
    ...(missing.length > 0 && { 'x-synapse-missing': missing.join(', ') }),
    ...(stale.length > 0 && { 'x-synapse-stale': stale.join(', ') }),
  };
}

async function listOf(backends: Backends, name: string): Promise<RouterModel[]> {
  const answer = await backends
    .get(name)
    .send({ method: 'GET', path: '/v1/models', headersSeconds: 10, idleSeconds: 10 });
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
