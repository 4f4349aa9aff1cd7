import { delimiter } from 'node:path';
import type { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';

export interface Cluster {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
}

/**
 * The cluster of `KUBECONFIG`, the one this process runs in by its service account, or the user's kubeconfig, in this
 * order. The token of a service account is read again when it has been rotated. The client library is loaded here:
 * most processes never need it. `root` is where the service account's files are looked for.
 */
export async function connectCluster(env: NodeJS.ProcessEnv, root = ''): Promise<Cluster> {
  const { AppsV1Api: Apps, CoreV1Api: Core, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if (env['KUBECONFIG']) config.loadFromFile(env['KUBECONFIG'].split(delimiter)[0]!);
  else if (env['KUBERNETES_SERVICE_HOST']) config.loadFromCluster(root);
  else config.loadFromDefault();
  return { apps: config.makeApiClient(Apps), core: config.makeApiClient(Core) };
}
