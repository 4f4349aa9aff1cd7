import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../errors.ts';
import { ctxSizeOf } from '../kubernetes/container-args.ts';
import type { Deployed, Deployment } from '../kubernetes/deployment.ts';
import { rolloutOf } from '../kubernetes/rollout.ts';
import type { RouterModel, RouterPort } from './router-port.ts';
import type { RuntimeChange } from './scheduler/perform.ts';

export interface RuntimeChangeOptions {
  readonly router: Pick<RouterPort, 'list'>;
  readonly deployment: Deployment;
  /** The context size a model's profile asks for, or else the configured one. */
  readonly wanted: (model: string) => Promise<number | null>;
  readonly timeoutSeconds: number;
  readonly pollMs?: number;
  readonly log?: { warn(fields: object, message: string): void };
}

/** Cannot come true any more. */
class RolloutFailed extends Error {}

/**
 * `runtime_ctx_size`: a context size is an argument of the router itself, so a model that asks for another one than
 * the router runs with has its Deployment changed, which restarts it. A size it does not come up with is taken back.
 */
export function createRuntimeChange(options: RuntimeChangeOptions): RuntimeChange {
  const { deployment, wanted, timeoutSeconds, log } = options;
  return {
    wanted,
    apply: async (ctxSize, signal) => {
      const before = await deployment.read();
      // The same size may be rolling out already, by another replica or by hand.
      const changed = before.ctxSize !== ctxSize;
      const now = changed ? await deployment.write(ctxSize) : before;
      try {
        await cameUp(options, ctxSize, now.generation, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) throw error;
        const restored = changed && (await rollBack(options, before, signal));
        const text = describe(ctxSize, error.message, restored ? before.ctxSize : undefined);
        log?.warn({ ctx_size: ctxSize, restored, reason: error.message }, text);
        throw error instanceof RolloutFailed
          ? new ApiError(503, 'runtime_change_failed', text)
          : new ApiError(504, 'runtime_change_timeout', `${text} within ${timeoutSeconds} s`);
      }
    },
  };
}

function describe(ctxSize: number, why: string, restored: number | null | undefined): string {
  const back =
    restored === undefined
      ? ''
      : `; ${restored === null ? 'the size it had' : `its size of ${restored}`} was restored`;
  return `the router did not come up with a context size of ${ctxSize}: ${why}${back}`;
}

const runsWith = (models: readonly RouterModel[]): number | null =>
  models.map((model) => ctxSizeOf(model.status?.args ?? [])).find((size) => size !== null) ?? null;

/** Resolves when the rollout is done and the router itself says that it runs with the size. */
async function cameUp(
  { router, deployment, timeoutSeconds, pollMs = 1000 }: RuntimeChangeOptions,
  ctxSize: number | null,
  generation: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (performance.now() < deadline) {
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    const [status, models] = await Promise.all([
      deployment.status().catch(() => null),
      router.list(signal).catch(() => []),
    ]);
    signal.throwIfAborted();
    const rollout = status && rolloutOf(status, generation);
    if (rollout?.phase === 'failed') throw new RolloutFailed(rollout.reason);
    const done = rollout?.phase === 'done' && models.length > 0;
    if (done && (ctxSize === null || runsWith(models) === ctxSize)) return;
  }
  throw new Error('it did not answer with it');
}

/** Puts the former arguments back; true when the router is up with them again. */
async function rollBack(
  options: RuntimeChangeOptions,
  before: Deployed,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { generation } = await options.deployment.write(before.args);
    await cameUp(options, before.ctxSize, generation, signal);
    return true;
  } catch {
    return false;
  }
}
