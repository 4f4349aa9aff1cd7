import { ApiError } from '../errors.ts';
import { ctxSizeOf, withCtxSize } from '../kubernetes/container-args.ts';
import type { DeploymentArgs } from '../kubernetes/deployment.ts';
import type { RouterModel, RouterPort } from './router-port.ts';
import type { RuntimeChange } from './scheduler.ts';

export interface RuntimeChangeOptions {
  readonly router: RouterPort;
  readonly deployment: DeploymentArgs;
  /** The context size a model's profile asks for, if it does. */
  readonly wanted: (model: string) => Promise<number | null>;
  readonly timeoutSeconds: number;
  readonly pollMs?: number;
}

/**
 * `runtime_ctx_size`: a context size is an argument of the router itself, so a model that asks for another one than
 * the router runs with has its Deployment changed, which restarts it. Done only while no request is in flight.
 */
export function createRuntimeChange({
  router,
  deployment,
  wanted,
  timeoutSeconds,
  pollMs = 1000,
}: RuntimeChangeOptions): RuntimeChange {
  const runsWith = (models: readonly RouterModel[]): number | null =>
    models.map((model) => ctxSizeOf(model.status?.args ?? [])).find((size) => size !== null) ??
    null;

  return {
    needed: async (model, listed) => {
      const size = await wanted(model);
      return size !== null && size !== runsWith(listed);
    },
    apply: async (model, signal) => {
      const size = (await wanted(model))!;
      const args = await deployment.read();
      if (ctxSizeOf(args) !== size) await deployment.write(withCtxSize(args, size));
      const deadline = performance.now() + timeoutSeconds * 1000;
      while (performance.now() < deadline) {
        await sleep(pollMs, signal);
        const models = await router.list(signal).catch(() => []);
        signal.throwIfAborted();
        if (runsWith(models) === size) return;
      }
      throw new ApiError(
        504,
        'runtime_change_timeout',
        `the router did not come back with a context size of ${size} within ${timeoutSeconds} s`,
      );
    },
  };
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
