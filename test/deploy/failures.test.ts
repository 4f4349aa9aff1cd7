import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout, kubectl } from './checkout.ts';

it('rolls Redis before the functions after a changed Secret, as both read its password', async () => {
  const repo = checkout();
  repo.fake(
    'kubectl',
    kubectl(
      'case "$*" in *"get ksvc"*) echo service/a ;; *"get deployments"*) echo deployment.apps/redis ;; esac',
    ),
  );
  const { code, output } = await repo.run('make', ['restart']);
  expect(code, output).toBe(0);
  expect(repo.calls().filter((call) => /rollout|patch/.test(call))).toEqual([
    'kubectl -n llm-infra rollout restart deployment.apps/redis',
    'kubectl -n llm-infra rollout status deployment.apps/redis --timeout=300s',
    expect.stringContaining('kubectl -n llm-infra patch service/a'),
  ]);
});

it.each(['restart', 'deploy-infra', 'deploy-cluster-config', 'backup-voices'])(
  '%s fails where no cluster can be reached',
  async (target) => {
    const repo = checkout();
    repo.fake('kubectl', kubectl('echo "connection refused" >&2; exit 1'));
    const { code, output } = await repo.run('make', [target, 'CONFIRM=knative']);
    expect(code, output).not.toBe(0);
    expect(output).toContain('connection refused');
  },
);

it('applies nothing to another namespace than the manifests are for', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl());
  const { code, output } = await repo.run('make', ['deploy-gateway', 'NAMESPACE=ai']);
  expect(code).not.toBe(0);
  expect(output).toContain('is for the namespace llm-infra, not for NAMESPACE=ai');
  expect(repo.calls().filter((call) => call.includes('apply'))).toEqual([]);
});

it('goes to another namespace when the manifests name it everywhere', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl());
  const renamed = await repo.run('sh', [
    '-c',
    "grep -rl llm-infra kustomize config | xargs sed -i 's/llm-infra/ai/g'",
  ]);
  expect(renamed.code, renamed.output).toBe(0);
  for (const folder of ['production', 'production/ingress', 'demo']) {
    const built = await repo.run('kubectl', ['kustomize', `kustomize/overlays/${folder}`]);
    expect(built.code, built.output).toBe(0);
    expect(built.output).not.toContain('llm-infra');
  }
  const { code, output } = await repo.run('make', ['deploy-gateway', 'NAMESPACE=ai']);
  expect(code, output).toBe(0);
});

it('says which cluster it deploys to and would delete from', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl('case "$*" in *current-context*) echo lab ;; esac'));
  expect((await repo.run('make', ['deploy-infra'])).output).toContain('for the cluster lab');
  for (const target of ['undeploy', 'restore-voices', 'deploy-cluster-config'])
    expect((await repo.run('make', [target])).output, target).toContain('cluster lab');
});

it('takes names of files with blanks', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl('case "$*" in *" exec "*) tar cf - Makefile ;; esac'));
  const file = 'GATEWAY_SECRETS_FILE=my secrets.yaml';
  for (const target of ['gateway-secrets', 'deploy-gateway-secrets']) {
    const { code, output } = await repo.run('make', [target, file]);
    expect(code, output).toBe(0);
  }
  expect(repo.calls().at(-1)).toBe('kubectl -n llm-infra apply -f my secrets.yaml');
  const backup = await repo.run('make', ['backup-voices', 'FILE=my voices.tar']);
  expect(backup.code, backup.output).toBe(0);
  expect(existsSync(join(repo.folder, 'my voices.tar'))).toBe(true);
});

it('makes the namespace of a Secret that comes first as the manifests have it', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl('case "$*" in *"get namespace"*) exit 1 ;; esac'));
  const { code, output } = await repo.run('make', ['gateway-secrets', 'deploy-gateway-secrets']);
  expect(code, output).toBe(0);
  expect(repo.calls().filter((call) => call.includes('apply'))).toEqual([
    'kubectl apply -f kustomize/base/namespace.yaml',
    'kubectl -n llm-infra apply -f gateway-secrets.yaml',
  ]);
});

it('waits for the Gateway where the paths are a route of one, and looks for it before', async () => {
  const repo = checkout();
  repo.fake('kubectl', kubectl('case "$*" in *"get gateway."*) exit 1 ;; esac'));
  const ingress = join(repo.folder, 'kustomize/overlays/homelab/ingress/kustomization.yaml');
  const text = readFileSync(ingress, 'utf8');
  writeFileSync(ingress, text.replace('ingress/kourier', 'ingress/gateway-api'));
  const { code, output } = await repo.run('make', ['deploy-gateway']);
  expect(code, output).toBe(0);
  expect(repo.calls().filter((call) => / wait (?!ksvc)/.test(call))).toEqual([
    expect.stringContaining('wait httproute synapse'),
  ]);
  const routes = await repo.run('make', ['show-routes']);
  expect(routes.output).toMatch(/^https:\/\/synapse\.arunlabs\.com\/tts +→ synapse-tts$/m);
  expect(routes.output.match(/→/g)).toHaveLength(9);
  const preflight = await repo.run('make', ['preflight']);
  expect(preflight.output).toContain('there is no Gateway public in gateway-system');
});
