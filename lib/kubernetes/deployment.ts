import type { AppsV1Api, V1Deployment } from '@kubernetes/client-node';
import { ApiError } from '../errors.ts';

export interface DeploymentTarget {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
}

/** Arguments of one container of a Deployment. */
export interface DeploymentArgs {
  readonly read: () => Promise<readonly string[]>;
  readonly write: (args: readonly string[]) => Promise<void>;
}

/**
 * The router's Deployment, through the cluster's service account or a kubeconfig. The client library is loaded at the
 * first call: most processes never need it.
 * @throws {ApiError} 503 with a plain sentence; what the API server said goes to the log only.
 */
export function createDeployment(target: DeploymentTarget): DeploymentArgs {
  let client: Promise<AppsV1Api> | undefined;
  const containerOf = (deployment: V1Deployment) =>
    deployment.spec?.template.spec?.containers.find(({ name }) => name === target.container);

  const read = async (): Promise<readonly string[]> =>
    guarded(target, async () => {
      const api = await (client ??= connect());
      const container = containerOf(
        await api.readNamespacedDeployment({ name: target.name, namespace: target.namespace }),
      );
      if (!container) throw unavailable(target, `it has no container "${target.container}"`);
      return container.args ?? [];
    });

  const write = async (args: readonly string[]): Promise<void> =>
    guarded(target, async () => {
      const { PatchStrategy, setHeaderOptions } = await import('@kubernetes/client-node');
      const body = {
        spec: { template: { spec: { containers: [{ name: target.container, args }] } } },
      };
      const api = await (client ??= connect());
      await api.patchNamespacedDeployment(
        { name: target.name, namespace: target.namespace, body },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      );
    });
  return { read, write };
}

async function connect(): Promise<AppsV1Api> {
  const { AppsV1Api: Api, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromDefault();
  return config.makeApiClient(Api);
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
