import { delimiter } from 'node:path';
import type { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';

export interface Cluster {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
}

/**
 * The cluster of `KUBECONFIG` (several files are taken together, as kubectl does), the one this process runs in by its service account, or the user's kubeconfig, in this
 * order. The token of a service account is read again when it has been rotated. The client library is loaded here:
 * most processes never need it. `root` is where the service account's files are looked for.
 */
export async function connectCluster(env: NodeJS.ProcessEnv, root = ''): Promise<Cluster> {
  const { AppsV1Api: Apps, CoreV1Api: Core, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const [first, ...more] = (env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  if (first !== undefined) {
    config.loadFromFile(first);
    for (const path of more) {
      const other = new KubeConfig();
      other.loadFromFile(path);
      // The first file that names a context wins.
      config.mergeConfig(other, Boolean(config.currentContext));
    }
  } else if (env['KUBERNETES_SERVICE_HOST']) config.loadFromCluster(root);
  else config.loadFromDefault();
  return { apps: config.makeApiClient(Apps), core: config.makeApiClient(Core) };
}
