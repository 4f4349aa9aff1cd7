import { expectOk, readJson } from '../../lib/backends/answer.ts';
import type { Backends } from '../../lib/backends/client.ts';
import type { Log } from '../../lib/logging/log.ts';
import { createCatalog, type CatalogPart } from '../../lib/models/catalog.ts';
import type { RouterModel } from '../../lib/models/router-port.ts';
import { decorate } from './decorate.ts';
import type { ModelHost } from './model-host.ts';

const SOURCES = ['llama-embed', 'llama-router', 'vllm'];

/** The models of all backends as OpenAI writes them, and what the answer must say about them in headers. */
export interface KnownModels {
  readonly models: readonly RouterModel[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the models of all backends, each id once; with `now` all are asked and waited for. */
export type ReadModels = (now: boolean) => Promise<KnownModels>;

/** The models as they were told last. One for all routes that list them, so that each backend is asked once. */
export function createKnownModels(backends: Backends, host: ModelHost, log: Log): ReadModels {
  const names = SOURCES.filter((name) => backends.has(name));
  const catalog = createCatalog(
    names.map((name) => ({ name, list: () => listOf(backends, name) })),
    {
      // A warning once, not for every client that asks while it lasts.
      onFailure: (backend, error, again) =>
        log[again ? 'debug' : 'warn'](
          { backend, reason: String(error) },
          `the models of ${backend} cannot be listed`,
        ),
    },
  );
  return async (now) => {
    const parts = await catalog.read(now);
    const lists = await Promise.all(
      // Profiles belong to models of the router.
      parts.map(async ({ name, models }) =>
        name === 'llama-router' ? decorate(models ?? [], host.profiles) : (models ?? []),
      ),
    );
    const unique = [...new Map(lists.flat().map((model) => [model.id, model])).values()];
    return {
      models: unique.map(complete),
      headers: { 'cache-control': 'no-store', ...remarks(parts) },
    };
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
