import { describe, expect, it } from 'vitest';
import { fakeKubernetes, rolledOut } from '../../test/support/fake-kubernetes.ts';
import { connectCluster } from '../kubernetes/connect.ts';
import { createDeployment } from '../kubernetes/deployment.ts';
import { ctxSizeOf } from '../kubernetes/container-args.ts';
import { createRuntimeChange } from './runtime-change.ts';

const signal = new AbortController().signal;
const SIZES = (args: readonly string[]): string[] => ['--models-dir', '/models', ...args];

/** A router that runs with the arguments its Deployment had when it last came up, on a real API server. */
async function cluster(args: string[], timeoutSeconds = 5) {
  const kubernetes = await fakeKubernetes([{ name: 'llama-server', args: SIZES(args) }]);
  const container = kubernetes.containers[0]!;
  let running = container.args;
  const up = (generation: number): void => {
    kubernetes.status = rolledOut(generation);
    running = container.args;
  };
  kubernetes.rollOut = (generation) => void setTimeout(up, 50, generation);
  const target = { namespace: 'llm-infra', name: 'llama-router', container: 'llama-server' };
  const change = createRuntimeChange({
    router: { list: async () => [{ id: 'm', status: { value: 'unloaded', args: running } }] },
    deployment: createDeployment(target, () =>
      connectCluster({ KUBECONFIG: kubernetes.kubeconfig }),
    ),
    wanted: async () => null,
    timeoutSeconds,
    pollMs: 20,
  });
  const patches = (): (number | null)[] =>
    kubernetes.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ body }) => {
        const patch = JSON.parse(body) as {
          spec: { template: { spec: { containers: { args: string[] }[] } } };
        };
        return ctxSizeOf(patch.spec.template.spec.containers[0]!.args);
      });
  return { kubernetes, container, change, patches, up };
}

const pod = (args: readonly string[], restartCount: number, crashing: boolean): object => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'llama-server', args: SIZES(args) }] },
  status: {
    containerStatuses: [
      {
        name: 'llama-server',
        restartCount,
        state: crashing ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: {} },
        lastState: { terminated: { exitCode: 137 } },
      },
    ],
  },
});

const waiting = (reason: string) => ({
  name: 'llama-server',
  restartCount: 0,
  state: { waiting: { reason } },
});

describe('createRuntimeChange', () => {
  it('changes the size and waits for the rollout and the router', async () => {
    const { change, patches, container } = await cluster(['-c', '4096']);
    await change.apply(8192, signal);
    expect(patches()).toEqual([8192]);
    expect(container.args).toEqual(SIZES(['-c', '8192']));
  });

  it('waits for a rollout someone else has begun', async () => {
    const { change, patches, kubernetes, up } = await cluster(['-c', '4096']);
    kubernetes.containers[0]!.args = SIZES(['-c', '8192']);
    setTimeout(up, 100, 1);
    await change.apply(8192, signal);
    expect(patches()).toEqual([]);
  });

  it('takes back a size that crash-loops, and says why', async () => {
    const { change, patches, kubernetes, container, up } = await cluster(['-c', '4096']);
    kubernetes.rollOut = (generation) => {
      if (ctxSizeOf(container.args) === 4096) return up(generation);
      kubernetes.status = { ...rolledOut(generation), availableReplicas: 0 };
      // What the old pod went through long ago is no reason to give up.
      kubernetes.pods = [pod(['-c', '4096'], 9, false), pod(['-c', '131072'], 2, true)];
    };
    await expect(change.apply(131_072, signal)).rejects.toMatchObject({
      status: 503,
      code: 'runtime_change_failed',
      message:
        'the router did not come up with a context size of 131072: its container ended with exit code 137 3 times in a row; its size of 4096 was restored',
    });
    expect(patches()).toEqual([131_072, 4096]);
  });

  it.each<[string, object]>([
    ['its image cannot be pulled', { containerStatuses: [waiting('ImagePullBackOff')] }],
    [
      'its container cannot be made',
      { containerStatuses: [waiting('CreateContainerConfigError')] },
    ],
    [
      'what is to be done before it crash-loops',
      {
        initContainerStatuses: [{ ...waiting('CrashLoopBackOff'), name: 'init', restartCount: 3 }],
        containerStatuses: [waiting('PodInitializing')],
      },
    ],
  ])('takes back a size with which %s', async (_why, status) => {
    const { change, patches, kubernetes, container, up } = await cluster(['-c', '4096'], 30);
    kubernetes.rollOut = (generation) => {
      if (ctxSizeOf(container.args) === 4096) return up(generation);
      kubernetes.status = { ...rolledOut(generation), availableReplicas: 0 };
      kubernetes.pods = [{ ...pod(['-c', '8192'], 0, true), status }];
    };
    const started = performance.now();
    await expect(change.apply(8192, signal)).rejects.toMatchObject({
      status: 503,
      code: 'runtime_change_failed',
      message: expect.stringMatching(
        /cannot be started \(|4 times in a row.*its size of 4096 was restored/,
      ) as string,
    });
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(patches()).toEqual([8192, 4096]);
  });

  it('waits for a container that is being made', async () => {
    const { change, patches, kubernetes, up } = await cluster(['-c', '4096']);
    kubernetes.rollOut = (generation) => {
      kubernetes.status = { ...rolledOut(generation), availableReplicas: 0 };
      const done = { name: 'init', restartCount: 0, state: { terminated: { exitCode: 0 } } };
      const status = {
        initContainerStatuses: [done],
        containerStatuses: [waiting('ContainerCreating')],
      };
      kubernetes.pods = [{ ...pod(['-c', '8192'], 0, true), status }];
      setTimeout(up, 200, generation);
    };
    await change.apply(8192, signal);
    expect(patches()).toEqual([8192]);
  });

  it('takes back a rollout that exceeds its deadline', async () => {
    const { change, patches, kubernetes, container, up } = await cluster(['-c', '4096']);
    kubernetes.rollOut = (generation) => {
      if (ctxSizeOf(container.args) === 4096) return up(generation);
      const reason = 'ProgressDeadlineExceeded';
      kubernetes.status = {
        ...rolledOut(generation),
        availableReplicas: 0,
        conditions: [{ type: 'Progressing', status: 'False', reason }],
      };
    };
    await expect(change.apply(8192, signal)).rejects.toMatchObject({
      code: 'runtime_change_failed',
    });
    expect(patches()).toEqual([8192, 4096]);
  });

  it('is not misled by the status of the rollout before, and gives up in time', async () => {
    const { change, patches, kubernetes, container, up } = await cluster(['-c', '4096'], 0.5);
    kubernetes.rollOut = (generation) => {
      if (ctxSizeOf(container.args) === 4096) up(generation);
    };
    await expect(change.apply(8192, signal)).rejects.toMatchObject({
      status: 504,
      code: 'runtime_change_timeout',
    });
    expect(patches()).toEqual([8192, 4096]);
  });

  it('stops with the process, leaving the rollout alone', async () => {
    const { change, patches, kubernetes } = await cluster(['-c', '4096'], 60);
    kubernetes.rollOut = () => {};
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(new Error('stopping')), 100);
    await expect(change.apply(8192, stopping.signal)).rejects.toThrow('stopping');
    expect(patches()).toEqual([8192]);
  });
});
