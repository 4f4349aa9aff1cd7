import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeKubernetes } from '../../test/support/fake-kubernetes.ts';
import { connectCluster } from './connect.ts';
import { createDeployment } from './deployment.ts';

const TARGET = { namespace: 'llm-infra', name: 'llama-router', container: 'llama-server' };

afterEach(() => vi.unstubAllEnvs());

describe('createDeployment', () => {
  it('uses the service account of the pod it runs in, and a token that was rotated', async () => {
    const kubernetes = await fakeKubernetes([{ name: 'llama-server', args: ['-c', '4096'] }]);
    const root = mkdtempSync(join(tmpdir(), 'synapse-account-'));
    const account = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(account, { recursive: true });
    copyFileSync(kubernetes.ca, join(account, 'ca.crt'));
    writeFileSync(join(account, 'token'), 'account-token');
    writeFileSync(join(account, 'namespace'), 'synapse');
    vi.stubEnv('KUBERNETES_SERVICE_HOST', 'localhost');
    vi.stubEnv('KUBERNETES_SERVICE_PORT', String(kubernetes.port));
    const env = { KUBERNETES_SERVICE_HOST: 'localhost' };
    const deployment = createDeployment(TARGET, () => connectCluster(env, root));
    expect(await deployment.read()).toEqual({ ctxSize: 4096, args: ['-c', '4096'], generation: 1 });
    expect(kubernetes.requests[0]!.authorization).toBe('Bearer account-token');
    rmSync(root, { recursive: true });
  });

  it('takes several files of KUBECONFIG together', async () => {
    const kubernetes = await fakeKubernetes([{ name: 'llama-server', args: ['-c', '4096'] }]);
    const whole = JSON.parse(readFileSync(kubernetes.kubeconfig, 'utf8')) as Record<
      string,
      unknown
    >;
    const { users, ...others } = whole;
    const paths = [others, { apiVersion: 'v1', kind: 'Config', users }].map((part, nth) => {
      const path = `${kubernetes.kubeconfig}-${nth}`;
      writeFileSync(path, JSON.stringify({ clusters: [], users: [], contexts: [], ...part }));
      return path;
    });
    const env = { KUBECONFIG: `${paths.join(delimiter)}${delimiter}` };
    const deployment = createDeployment(TARGET, () => connectCluster(env));
    expect((await deployment.read()).ctxSize).toBe(4096);
    expect(kubernetes.requests[0]!.authorization).toBe('Bearer kube-token');
  });

  it.each([
    [{ args: ['--ctx-size=4096'] }, 4096],
    [{ command: ['/app/llama-server', '-c', '2048'], args: [] }, 2048],
    [{ args: [], env: [{ name: 'LLAMA_ARG_CTX_SIZE', value: '1024' }] }, 1024],
    [{ args: ['-c', '512'], env: [{ name: 'LLAMA_ARG_CTX_SIZE', value: '1024' }] }, 512],
    [{ args: [] }, null],
  ])('reads the size of %j', async (container, size) => {
    const kubernetes = await fakeKubernetes([{ name: 'llama-server', ...container }]);
    const deployment = createDeployment(TARGET, () =>
      connectCluster({ KUBECONFIG: kubernetes.kubeconfig }),
    );
    expect((await deployment.read()).ctxSize).toBe(size);
  });

  it('will not change what it cannot', async () => {
    const kubernetes = await fakeKubernetes([
      { name: 'llama-server', command: ['/bin/sh', '-c'], args: ['exec llama-server -c 4096'] },
    ]);
    const connect = () => connectCluster({ KUBECONFIG: kubernetes.kubeconfig });
    await expect(createDeployment(TARGET, connect).write(8192)).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining('shell script') as string,
    });
    const other = createDeployment({ ...TARGET, container: 'x' }, connect);
    await expect(other.read()).rejects.toThrow('it has no container "x"');
    kubernetes.failWith = 403;
    await expect(createDeployment(TARGET, connect).read()).rejects.toThrow(
      'the cluster answered 403',
    );
  });
});
