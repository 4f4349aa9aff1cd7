import type { V1Container, V1Deployment } from '@kubernetes/client-node';
import { ApiError } from '../errors.ts';
import { withCtxSize } from './container-args.ts';
import { containerCtxSize, isShellScript } from './container.ts';
import { connectCluster, type Cluster } from './connect.ts';
import { crashOf } from './pod-crash.ts';
import type { Crash, RolloutStatus } from './rollout.ts';

export interface DeploymentTarget {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
}

/** One container of a Deployment as it is now. */
export interface Deployed {
  /** Null: left to the server. */
  readonly ctxSize: number | null;
  readonly args: readonly string[];
  readonly generation: number;
}

/** A Deployment whose container is started with a context size. Calls throw `ApiError` 503. */
export interface Deployment {
  readonly read: () => Promise<Deployed>;
  /** Starts a rollout with another size, or with given arguments, and returns what it is then. */
  readonly write: (next: number | readonly string[]) => Promise<Deployed>;
  readonly status: () => Promise<RolloutStatus>;
}

/** What the API server says goes to the log only; clients get a plain sentence. */
export function createDeployment(
  target: DeploymentTarget,
  connect: () => Promise<Cluster> = () => connectCluster(process.env),
): Deployment {
  const { name, namespace } = target;
  let cluster: Promise<Cluster> | undefined;
  const connected = (): Promise<Cluster> => (cluster ??= connect());

  const containerOf = (deployment: V1Deployment): V1Container => {
    const found = deployment.spec?.template.spec?.containers.find(
      (container) => container.name === target.container,
    );
    if (!found) throw unavailable(target, `it has no container "${target.container}"`);
    return found;
  };
  const get = async (): Promise<V1Deployment> =>
    (await connected()).apps.readNamespacedDeployment({ name, namespace });
  const deployedOf = (deployment: V1Deployment): Deployed => {
    const container = containerOf(deployment);
    return {
      ctxSize: containerCtxSize(container),
      args: container.args ?? [],
      generation: deployment.metadata?.generation ?? 0,
    };
  };

  const write = async (next: number | readonly string[]): Promise<Deployed> => {
    const container = containerOf(await get());
    if (isShellScript(container)) throw unavailable(target, 'its container runs a shell script');
    const args = typeof next === 'number' ? withCtxSize(container.args ?? [], next) : next;
    const { PatchStrategy, setHeaderOptions } = await import('@kubernetes/client-node');
    const body = {
      spec: { template: { spec: { containers: [{ name: target.container, args }] } } },
    };
    const { apps } = await connected();
    return deployedOf(
      await apps.patchNamespacedDeployment(
        { name, namespace, body },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      ),
    );
  };

  const status = async (): Promise<RolloutStatus> => {
    const deployment = await get();
    return { ...rolloutStatus(deployment), crashes: await crashesOf(deployment) };
  };

  const crashesOf = async (deployment: V1Deployment): Promise<Crash[]> => {
    const labels = Object.entries(deployment.spec?.selector.matchLabels ?? {});
    if (labels.length === 0) return [];
    const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(',');
    try {
      const { core } = await connected();
      const { items } = await core.listNamespacedPod({ namespace, labelSelector });
      const size = containerCtxSize(containerOf(deployment));
      return items.flatMap((pod) => crashOf(pod, target.container, size) ?? []);
    } catch {
      // Not allowed to list pods: the Deployment's own conditions have to do.
      return [];
    }
  };

  return {
    read: () => guarded(target, async () => deployedOf(await get())),
    write: (next) => guarded(target, () => write(next)),
    status: () => guarded(target, status),
  };
}

function rolloutStatus({
  metadata,
  spec,
  status = {},
}: V1Deployment): Omit<RolloutStatus, 'crashes'> {
  const { observedGeneration = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return {
    generation: metadata?.generation ?? 0,
    observedGeneration,
    wanted: spec?.replicas ?? 1,
    updated: updatedReplicas,
    available: availableReplicas,
    total: status.replicas ?? 0,
    conditions: status.conditions ?? [],
  };
}

const unavailable = (target: DeploymentTarget, reason: string, cause?: unknown): ApiError =>
  new ApiError(
    503,
    'runtime_change_failed',
    `the Deployment ${target.name} cannot be changed: ${reason}`,
    { cause },
  );

async function guarded<T>(target: DeploymentTarget, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    const { code } = error as { code?: unknown };
    throw unavailable(
      target,
      typeof code === 'number' ? `the cluster answered ${code}` : 'the cluster cannot be reached',
      error,
    );
  }
}
