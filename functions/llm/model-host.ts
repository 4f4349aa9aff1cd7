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
import type { AutoModels } from '../../lib/models/auto-model.ts';
import { createProfileStore, type ProfileStore } from '../../lib/models/profiles.ts';
import type { RouterModel } from '../../lib/models/router-port.ts';
import { createScheduler, type Scheduler } from '../../lib/models/scheduler.ts';

/** Everything the model routes share: the router, who may use which model, and the profiles. */
export interface ModelHost {
  readonly router: LlamaRouter;
  readonly scheduler: Scheduler;
  readonly profiles: ProfileStore;
  readonly auto: AutoModels;
  /** An entry of the router's list. @throws ApiError 404, or as the router call does. */
  readonly find: (id: string, context: CallContext) => Promise<RouterModel>;
}

const TODAY: AutoModels = { general: 'Qwen3-8B-Q4_K_M', coder: 'Qwen2.5-Coder-7B-Instruct-Q4_K_M' };

export function createModelHost(backends: Backends, env: Env, log: Log): ModelHost {
  const backend = backends.forRoute('/v1/chat/completions', 'llama-router');
  const router = createLlamaRouter(backend);
  const profiles = createProfileStore({
    path: env.modelProfilesPath,
    onCorrupt: (kept) =>
      log.error({ kept }, 'the model profiles were unreadable and have been set aside'),
  });
  const port = routerPort(router, {});
  // `runtime: fixed` says that there is no Deployment to change; a profile's context size is then only kept.
  const changeable = backend.config.options['runtime'] !== 'fixed';
  const runtime = createRuntimeChange({
    router: port,
    deployment: createDeployment({
      namespace: env.LLAMA_ROUTER_DEPLOYMENT_NAMESPACE,
      name: env.LLAMA_ROUTER_DEPLOYMENT_NAME,
      container: env.LLAMA_ROUTER_CONTAINER_NAME,
    }),
    wanted: async (model) => Number((await profiles.get(model))['runtime_ctx_size'] ?? 0) || null,
    timeoutSeconds: env.RUNTIME_RECONFIGURE_TIMEOUT_SECONDS,
  });
  const scheduler = createScheduler(port, {
    loadSeconds: env.MODEL_LOAD_TIMEOUT_SECONDS,
    ...(changeable && { runtime }),
  });
  const find = async (id: string, context: CallContext): Promise<RouterModel> => {
    const model = (await router.models(context)).data.find((entry) => entry.id === id);
    if (model) return model;
    throw new ApiError(
      404,
      'model_not_found',
      `the model "${id.slice(0, 200)}" is not in the router's list`,
      { param: 'model' },
    );
  };
  return {
    router,
    scheduler,
    profiles,
    find,
    auto: { ...TODAY, ...(backend.config.options['auto'] as Partial<AutoModels>) },
  };
}
