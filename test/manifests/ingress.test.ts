import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, inject, it } from 'vitest';
import { table } from '../../lib/routes/table.ts';
import { OVERLAYS, type KubeObject } from './built.ts';
import { misfits } from './strict-model.ts';

const built = inject('built');

interface Rule {
  readonly path: string;
  readonly service: string;
}

const serviceOf = (host: string): string => {
  const found = /^synapse-([a-z]+)\.llm-infra\.svc\.cluster\.local$/.exec(host);
  if (!found) throw new Error(`${host} is not the name of a function`);
  return found[1]!;
};

function rulesOf(object: KubeObject): Rule[] {
  if (object.kind === 'Ingress')
    return object.spec!['rules'].flatMap((rule: any) =>
      rule.http.paths.map((entry: any) => {
        expect(entry.splits[0].serviceName).toBe(`synapse-${serviceOf(entry.rewriteHost)}`);
        expect(entry.splits[0].serviceNamespace).toBe('llm-infra');
        return { path: entry.path, service: serviceOf(entry.rewriteHost) };
      }),
    );
  return object.spec!['rules'].map((rule: any) => ({
    path: rule.matches[0].path.value,
    service: serviceOf(rule.filters[0].urlRewrite.hostname),
  }));
}

const routes = Object.entries(table).flatMap(([name, slice]) =>
  Object.values(slice).map(({ path }) => ({ name, path })),
);
const bySegment = (rule: string, path: string): boolean =>
  rule === '/' || path === rule || path.startsWith(`${rule}/`);
const byString = (rule: string, path: string): boolean => path.startsWith(rule);

const variants: [string, KubeObject][] = [
  ...OVERLAYS.map((name) => `kustomize/overlays/${name}/ingress`),
  'kustomize/ingress/kourier',
  'kustomize/ingress/istio',
  'kustomize/ingress/gateway-api',
].map((path) => [
  path,
  built[path]!.find(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute')!,
]);

describe.each(variants)('the paths of %s', (_path, object) => {
  const rules = rulesOf(object);

  it.each([
    ['the first match', byString, rules],
    ['the first match by segments', bySegment, rules],
    ['the longest match', byString, rules.toSorted((a, b) => b.path.length - a.path.length)],
  ] as const)('lead to the function of the route table, by %s', (_way, matches, ordered) => {
    for (const { name, path } of routes)
      expect(ordered.find((rule) => matches(rule.path, path))?.service, `${path} of ${name}`).toBe(
        name,
      );
  });

  it('are all used, the longest first', () => {
    for (const rule of rules)
      expect(
        routes.some(({ path }) => rules.find((other) => bySegment(other.path, path)) === rule),
        rule.path,
      ).toBe(true);
    const lengths = rules.map(({ path }) => path.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  });
});

it('names the host in one place', () => {
  for (const name of OVERLAYS) {
    const text = JSON.stringify(built[`kustomize/overlays/${name}/ingress`]);
    expect(text).toContain('synapse.arunlabs.com');
    expect(built[`kustomize/overlays/${name}/ingress`]!.map(({ kind }) => kind)).not.toContain(
      'ConfigMap',
    );
  }
});

it('serves https with a certificate for this host, without a switch for the whole cluster', () => {
  const objects = built['kustomize/overlays/production/ingress']!;
  const ingress = objects.find(({ kind }) => kind === 'Ingress')!.spec!;
  const certificate = objects.find(({ kind }) => kind === 'Certificate')!;
  expect(ingress['httpOption']).toBe('Redirected');
  expect(ingress['tls']).toEqual([
    {
      hosts: ingress['rules'][0].hosts,
      secretName: certificate.spec!['secretName'],
      secretNamespace: certificate.metadata.namespace,
    },
  ]);
  expect(certificate.spec!['dnsNames']).toEqual(ingress['rules'][0].hosts);
  expect(JSON.stringify(built['kustomize/cluster'])).not.toContain('domain-tls');
});

it('keeps the public host in a header and says whose object it is', () => {
  for (const [path, object] of variants.filter(([, { kind }]) => kind === 'Ingress')) {
    const [rule] = object.spec!['rules'];
    for (const { splits } of rule.http.paths)
      expect(splits[0].appendHeaders, path).toEqual({
        'K-Original-Host': rule.hosts[0],
        'X-Forwarded-Host': rule.hosts[0],
      });
    expect(object.metadata.annotations?.['networking.knative.dev/ingress.class']).toMatch(
      /^(kourier|istio)\.ingress\.networking\.knative\.dev$/,
    );
  }
});

it('shows an Ingress for a proxy in front that an API server takes', () => {
  const guide = readFileSync('docs/DEPLOYMENT.md', 'utf8');
  const blocks = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => load(text!));
  const shown = blocks.filter((block) => (block as { kind?: string }).kind === 'Ingress');
  expect(shown).toHaveLength(1);
  expect(misfits(shown[0], 'V1Ingress', 'Ingress')).toEqual([]);
  expect(JSON.stringify(shown)).toContain('"synapse.arunlabs.com"');
});
