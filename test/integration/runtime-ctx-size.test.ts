import { expect, it } from 'vitest';
import { fakeKubernetes } from '../support/fake-kubernetes.ts';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const ARGS = ['--models-dir', '/models', '-c', '4096', '--parallel', '1'];
const json = { 'content-type': 'application/json' };

async function cluster(options: object = {}) {
  const router = await fakeRouter({ m: 'loaded', other: 'unloaded' });
  router.args = [...ARGS];
  const kubernetes = await fakeKubernetes([
    { name: 'sidecar', args: ['x'] },
    { name: 'llama-server', args: [...ARGS] },
  ]);
  // The rollout: the router restarts with nothing loaded and the new arguments.
  kubernetes.onPatch = () => {
    for (const id of Object.keys(router.states)) router.states[id] = 'unloaded';
    setTimeout(() => (router.args = kubernetes.containers[1]!.args), 300);
  };
  const llm = await withBackends(
    'llm',
    { 'llama-router': { url: router.url, options } },
    { KUBECONFIG: kubernetes.kubeconfig, SYNAPSE_RUNTIME_RECONFIGURE_TIMEOUT_SECONDS: '10' },
  );
  const save = (size: number): Promise<Response> =>
    fetch(`${llm.url}/models/m/profile`, {
      method: 'PUT',
      body: JSON.stringify({ runtime_ctx_size: size }),
      headers: json,
    });
  const chat = (model = 'm'): Promise<Response> =>
    fetch(`${llm.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model }),
      headers: json,
    });
  return { router, kubernetes, llm, save, chat };
}

it('changes the Deployment, waits for the router, loads and answers', async () => {
  const { router, kubernetes, save, chat } = await cluster();
  await save(8192);
  expect((await chat()).status).toBe(200);
  expect(router.calls).toEqual(['load m', 'chat m']);
  expect(kubernetes.containers).toEqual([
    { name: 'sidecar', args: ['x'] },
    { name: 'llama-server', args: ['--models-dir', '/models', '-c', '8192', '--parallel', '1'] },
  ]);
  const [read] = kubernetes.requests;
  const patches = kubernetes.requests.filter(({ method }) => method === 'PATCH');
  const [patch] = patches;
  expect(patches).toHaveLength(1);
  expect(read).toMatchObject({
    method: 'GET',
    url: '/apis/apps/v1/namespaces/llm-infra/deployments/llama-router',
    authorization: 'Bearer kube-token',
  });
  expect(patch).toMatchObject({ method: 'PATCH', type: 'application/strategic-merge-patch+json' });
  expect(JSON.parse(patch!.body)).toEqual({
    spec: {
      template: {
        spec: { containers: [{ name: 'llama-server', args: kubernetes.containers[1]!.args }] },
      },
    },
  });
  const before = kubernetes.requests.length;
  expect((await chat()).status).toBe(200);
  expect(kubernetes.requests).toHaveLength(before);
});

it('leaves a router alone that already runs so', async () => {
  const { kubernetes, save, chat } = await cluster();
  await save(4096);
  expect((await chat()).status).toBe(200);
  expect(kubernetes.requests).toEqual([]);
});

it('answers 503 when the cluster refuses, without its words', async () => {
  const { kubernetes, save, chat } = await cluster();
  await save(8192);
  kubernetes.failWith = 403;
  const answer = await chat();
  expect(answer.status).toBe(503);
  const text = await answer.text();
  expect(text).toContain('the cluster answered 403');
  expect(text).not.toContain('secret');
});

it('gives a model without its own size the configured one, whatever ran before', async () => {
  const { router, kubernetes, save, chat } = await cluster({ ctx_size: 4096 });
  await save(8192);
  for (const model of ['m', 'other', 'm']) expect((await chat(model)).status).toBe(200);
  const sizes = kubernetes.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => /"-c","(\d+)"/.exec(body)?.[1]);
  expect(sizes).toEqual(['8192', '4096', '8192']);
  expect(router.calls).toEqual([
    'load m',
    'chat m',
    'load other',
    'chat other',
    'load m',
    'chat m',
  ]);
});
