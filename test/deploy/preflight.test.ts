import { expect, it } from 'vitest';
import { checkout, kubectl } from './checkout.ts';

const cluster = (answers: Readonly<Record<string, string>>): string =>
  kubectl(
    `case "$*" in\n${Object.entries(answers)
      .map(([words, answer]) => `*"${words}"*) printf '%s' '${answer}' ;;`)
      .join('\n')}\n*) exit 1 ;;\nesac`,
  );

const GOOD = {
  '{.data.redis_password}': 'there',
  'current-context': 'lab',
  'deployment controller': '1.20.0',
  'config-network -o jsonpath={.data.ingress-class}': 'kourier.ingress.networking.knative.dev',
  'config-features': 'enabled',
  'config-defaults': '3600',
  'deployment activator': '3600',
  'get clusterissuer': 'there',
  storageclass: 'local-path true\n',
  'get nodes': '6\n',
  'get secret': 'there',
  version: 'v1',
};

it('finds nothing missing in a cluster that has everything', async () => {
  const repo = checkout();
  repo.fake('kubectl', cluster(GOOD));
  const { code, output } = await repo.run('make', ['preflight']);
  expect(output).toContain('nothing is missing');
  expect(code).toBe(0);
});

it.each([
  [
    'config-features',
    '',
    'flag kubernetes.podspec-persistent-volume-write is off',
    'make deploy-cluster-config',
  ],
  ['config-defaults', '600', 'streams need 3600', 'make deploy-cluster-config'],
  ['deployment controller', '', 'Knative Serving is not installed', 'docs/DEPLOYMENT.md'],
  ['deployment controller', '1.9.2', 'older than 1.15', 'upgrade'],
  ['get nodes', '0', '0 GPU shares, 3 needed', 'gpu-time-slicing'],
  ['storageclass', 'nfs \n', 'no default storage class', 'local-path'],
  ['{.data.redis_password}', '', 'has no redis_password', 'make gateway-secrets'],
  [
    'config-network -o jsonpath={.data.ingress-class}',
    'istio.ingress.networking.knative.dev',
    'Knative uses the ingress class "istio',
    'another of kustomize/ingress',
  ],
])('says what to change: %s = "%s"', async (key, answer, missing, advice) => {
  const repo = checkout();
  repo.fake('kubectl', cluster({ ...GOOD, [key]: answer }));
  const { code, output } = await repo.run('make', ['preflight']);
  expect(code).not.toBe(0);
  expect(output).toContain(missing);
  expect(output).toContain(advice);
});

it('looks for what production needs, too', async () => {
  const repo = checkout();
  const production = ['preflight', 'OVERLAY=production'];
  const storage = { storageclass: 'shared-rwx \n' };
  repo.fake('kubectl', cluster({ ...GOOD, ...storage }));
  const good = await repo.run('make', production);
  expect(good.output).toContain('ClusterIssuer letsencrypt');
  expect(good.output).toContain('nothing is missing');
  const { 'get clusterissuer': _, ...bare } = GOOD;
  repo.fake('kubectl', cluster({ ...bare, ...storage, 'deployment activator': '600' }));
  const { code, output } = await repo.run('make', production);
  expect(code).not.toBe(0);
  expect(output).toContain('there is no ClusterIssuer letsencrypt');
  expect(output).toContain('cuts requests after 600 s');
});

it('says when no cluster can be reached', async () => {
  const repo = checkout();
  repo.fake('kubectl', cluster({}));
  expect((await repo.run('make', ['preflight'])).output).toContain('no cluster can be reached');
});
