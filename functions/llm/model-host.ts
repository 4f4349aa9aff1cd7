import type { Backends } from '../../lib/backends/client.ts';
import {
  createLlamaRouter,
  routerPort,
  type LlamaRouter,
} from '../../lib/backends/llama-router.ts';
import type { CallContext } from '../../lib/backends/post-form.ts';
import type { Env } from '../../lib/config/env.ts';
import { createDeployment } from '../../lib/kubernetes/deployment.ts';
import { createRuntimeChange } from '../../lib/models/runtime-change.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Log } from '../../lib/logging/log.ts';
import type { AutoModels } from '../../lib/models/auto-options.ts';
import { alone, type Peers } from '../../lib/models/peers/peers.ts';
import { createRedisPeers } from '../../lib/models/peers/redis-peers.ts';
import { createChoices, type Choices } from '../../lib/models/choices.ts';
import { createProfileStore, type ProfileStore } from '../../lib/models/profiles.ts';
import { readRouterOptions, type RouterOptions } from '../../lib/models/router-options.ts';
import type { RouterPort } from '../../lib/models/router-port.ts';
import { DEFAULT_LIMITS, type Limits } from '../../lib/models/scheduler/limits.ts';
import type { RuntimeChange } from '../../lib/models/scheduler/perform.ts';
import { createScheduler, type Scheduler } from '../../lib/models/scheduler/scheduler.ts';

/** Everything the model routes share: the router, who may use which model, and the profiles. */
export interface ModelHost {
  readonly router: LlamaRouter;
  readonly scheduler: Scheduler;
  readonly profiles: ProfileStore;
  readonly auto: AutoModels;
  /** What `auto` may choose from now. @throws {ApiError} the router's. */
  readonly choices: (signal: AbortSignal) => Promise<Choices>;
  /** Makes sure of a model: the router lists it, or is down and it is known. @throws ApiError 404, or the router's. */
  readonly find: (id: string, context: CallContext) => Promise<void>;
}

export function createModelHost(backends: Backends, env: Env, log: Log): ModelHost {
  const backend = backends.forRoute('/v1/chat/completions', 'llama-router');
  const options = readRouterOptions(backend.name, backend.config.options);
  const router = createLlamaRouter(backend);
  const profiles = createProfileStore({
    path: env.modelProfilesPath,
    onCorrupt: (kept) =>
      log.error({ kept }, 'the model profiles were unreadable and have been set aside'),
  });
  const asked = routerPort(router, {});
  const choices = createChoices(options.auto, {
    list: asked.list,
    freshMs: DEFAULT_LIMITS.freshMs,
  });
  const port: RouterPort = {
    ...asked,
    list: async (signal) => {
      const models = await asked.list(signal);
      choices.note(models);
      return models;
    },
  };
  const scheduler = createScheduler(port, {
    limits: limitsOf(env, options),
    peers: peersOf(env, backend.config.urls, log),
    runtime:
      options.runtime === 'fixed' ? undefined : runtimeChange(port, profiles, env, options, log),
  });
  /** Ids the router has listed; what is kept of a model can be read and changed while the router is down. */
  let listed: readonly string[] = [];
  const find = async (id: string, context: CallContext): Promise<void> => {
    try {
      listed = (await router.models(context)).data.map((model) => model.id);
    } catch (error) {
      if (context.signal.aborted) throw error;
      if (!listed.includes(id) && !(await profiles.all()).has(id)) throw error;
      return;
    }
    if (!listed.includes(id)) throw unknownModel(id);
  };
  return {
    router,
    scheduler,
    profiles,
    find,
    auto: options.auto,
    choices: choices.read,
  };
}

/** @returns the 404 for a model that no backend has. */
export const unknownModel = (id: string, headers?: Readonly<Record<string, string>>): ApiError =>
  new ApiError(
    404,
    'model_not_found',
    `the model "${id.slice(0, 200)}" is not in the list of models`,
    { param: 'model', headers },
  );

const peersOf = (env: Env, urls: readonly string[], log: Log): Peers =>
  env.REDIS_URL === undefined
    ? alone()
    : createRedisPeers({
        url: env.REDIS_URL,
        router: urls.join(' '),
        leaseMs: env.MODEL_LEASE_SECONDS * 1000,
        log,
      });

const limitsOf = (env: Env, options: RouterOptions): Limits => ({
  ...DEFAULT_LIMITS,
  maxModels: options.max_models || Number.POSITIVE_INFINITY,
  pinned: new Set(options.pinned),
  maxHeld: env.MODEL_QUEUE_MAX,
  maxWaitMs: env.MODEL_QUEUE_SECONDS * 1000,
  turnRequests: env.MODEL_TURN_REQUESTS,
  turnMs: env.MODEL_TURN_SECONDS * 1000,
  loadMs: env.MODEL_LOAD_TIMEOUT_SECONDS * 1000,
});

const runtimeChange = (
  router: RouterPort,
  profiles: ProfileStore,
  env: Env,
  options: RouterOptions,
  log: Log,
): RuntimeChange =>
  createRuntimeChange({
    router,
    deployment: createDeployment({
      namespace: env.LLAMA_ROUTER_DEPLOYMENT_NAMESPACE,
      name: env.LLAMA_ROUTER_DEPLOYMENT_NAME,
      container: env.LLAMA_ROUTER_CONTAINER_NAME,
    }),
    wanted: async (model) =>
      Number((await profiles.recent(model))['runtime_ctx_size'] ?? 0) || (options.ctx_size ?? null),
    timeoutSeconds: env.RUNTIME_RECONFIGURE_TIMEOUT_SECONDS,
    log,
  });
