import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf, isFunction, type KubeObject } from './built.ts';
import { schemas } from './knative-schemas.ts';

interface Parts {
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly host?: string;
}

/** What somebody builds who puts the parts together in an overlay of their own. */
function build({ resources, components, host }: Parts): KubeObject[] {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'synapse-overlay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (part: string): string => relative(folder, resolve('kustomize', part));
  if (host !== undefined)
    writeFileSync(
      join(folder, 'host.yaml'),
      dump({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'synapse-host',
          annotations: { 'config.kubernetes.io/local-config': 'true' },
        },
        data: { host },
      }),
    );
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    dump({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [...resources.map(at), ...(host === undefined ? [] : ['host.yaml'])],
      components: components.map(at),
    }),
  );
  const text = execFileSync(process.env['KUBECTL'] ?? 'kubectl', ['kustomize', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const objects = loadAll(text) as KubeObject[];
  for (const object of objects) {
    const checked = schemas[`${object.apiVersion}/${object.kind}`]!.safeParse(object);
    expect(checked.error?.issues ?? [], idOf(object)).toEqual([]);
  }
  return objects;
}

/** The doors of a function's pod that the policies leave open; null when no policy closes any. */
function openDoors(objects: readonly KubeObject[], labels: Record<string, string>) {
  const policies = objects.filter(
    ({ kind, spec }) =>
      kind === 'NetworkPolicy' &&
      spec!['policyTypes'].includes('Ingress') &&
      Object.entries(spec!['podSelector'].matchLabels).every(([key, is]) => labels[key] === is),
  );
  if (policies.length === 0) return null;
  return policies.flatMap(({ spec }) =>
    (spec!['ingress'] ?? []).flatMap(({ ports }: any) => ports.map(({ port }: any) => port)),
  );
}

describe.each([
  [['components/observability']],
  [['components/network-policies']],
  [['components/redis', 'components/observability', 'components/api-keys']],
  [['components/redis', 'components/network-policies', 'components/observability']],
])('the demonstration with %j', (components) => {
  it('leaves the way through Knative open', () => {
    const objects = build({ resources: ['overlays/demo'], components });
    for (const object of objects.filter(isFunction)) {
      const { labels } = object.spec!['template'].metadata;
      const doors = openDoors(objects, labels);
      expect(doors ?? [8012], idOf(object)).toContain(8012);
      if (doors && components.includes('components/observability'))
        expect(doors, idOf(object)).toContain(9464);
    }
  });
});

it('finds names in every cluster, whoever answers for DNS', () => {
  const objects = build({
    resources: ['overlays/demo', 'backends'],
    components: ['components/network-policies'],
  });
  for (const name of ['synapse-functions', 'synapse-backends']) {
    const policy = objects.find(({ metadata }) => metadata.name === name)!;
    const dns = policy.spec!['egress'].find(({ ports }: any) =>
      ports?.some(({ protocol, port }: any) => protocol === 'UDP' && port === 53),
    );
    expect(dns.to, name).toContainEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    });
    // NodeLocal DNSCache, which is no pod to a policy.
    expect(dns.to, name).toContainEqual({ ipBlock: { cidr: '169.254.20.10/32' } });
  }
});

describe.each(['kourier', 'istio', 'gateway-api'])('paths by %s', (kind) => {
  it.each([[[]], [['components/tls']]])('know the host everywhere, with %j', (components) => {
    const objects = build({
      resources: [`ingress/${kind}`],
      components: [...components, 'ingress/host'],
      host: 'ai.example.org',
    });
    const text = JSON.stringify(objects);
    expect(text).toContain('ai.example.org');
    expect(text).not.toContain('arunlabs.com');
    expect(text).not.toContain('set-by-the-overlay');
  });
});
