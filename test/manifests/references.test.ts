import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, inject, it } from 'vitest';
import { containersOf, idOf, isFunction, OVERLAYS, podOf, type KubeObject } from './built.ts';

const built = inject('built');

/** The Secrets that are the owner's own, and the examples that show their keys. */
const OWN_SECRETS: Readonly<Record<string, string[]>> = Object.fromEntries(
  ['gateway-secrets', 'backend-keys'].map((name) => {
    const example = load(
      readFileSync(`kustomize/secrets/${name}.example.yaml`, 'utf8'),
    ) as KubeObject & { stringData: Record<string, string> };
    return [example.metadata.name, Object.keys(example.stringData)];
  }),
);

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly key?: string;
}

/** What a pod needs beside itself. */
function namedBy(pod: Record<string, any>): Named[] {
  const volumes = (pod['volumes'] ?? []).flatMap(({ configMap, persistentVolumeClaim }: any) => [
    ...(configMap ? [{ kind: 'ConfigMap', name: configMap.name }] : []),
    ...(persistentVolumeClaim
      ? [{ kind: 'PersistentVolumeClaim', name: persistentVolumeClaim.claimName }]
      : []),
  ]);
  const variables = containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
    ...envFrom.map(({ configMapRef, secretRef }: any) =>
      configMapRef
        ? { kind: 'ConfigMap', name: configMapRef.name }
        : { kind: 'Secret', name: secretRef.name },
    ),
    ...env.flatMap(({ valueFrom }: any) =>
      valueFrom?.secretKeyRef ? [{ kind: 'Secret', ...valueFrom.secretKeyRef }] : [],
    ),
  ]);
  return [{ kind: 'ServiceAccount', name: pod['serviceAccountName'] }, ...volumes, ...variables];
}

it.each(Object.keys(built).filter((path) => path !== 'kustomize/cluster'))(
  'marks all of %s as its own',
  (path) => {
    for (const object of built[path]!)
      expect(object.metadata.labels, idOf(object)).toMatchObject({
        'app.kubernetes.io/part-of': 'synapse',
      });
  },
);

describe.each(OVERLAYS)('%s', (overlay) => {
  const objects = built[`kustomize/overlays/${overlay}`]!;
  const names = (kind: string): string[] =>
    objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

  it('has every ConfigMap, Secret, volume claim and account that a pod names', () => {
    for (const object of objects) {
      const pod = podOf(object);
      if (!pod) continue;
      for (const { kind, name, key } of namedBy(pod)) {
        if (kind !== 'Secret') expect(names(kind), idOf(object)).toContain(name);
        else if (key === undefined) expect(Object.keys(OWN_SECRETS)).toContain(name);
        else expect(OWN_SECRETS[name], name).toContain(key);
      }
    }
  });

  it('mounts volumes that the pod has', () => {
    for (const pod of objects.map(podOf)) {
      const volumes = new Set((pod?.['volumes'] ?? []).map((volume: any) => volume.name));
      for (const container of pod ? containersOf(pod) : [])
        for (const mount of container['volumeMounts'] ?? [])
          expect(volumes, container['name']).toContain(mount.name);
    }
  });

  it('names the ConfigMaps of the functions by their hash, so that a change rolls them', () => {
    for (const object of objects.filter(isFunction)) {
      const { volumes, containers } = podOf(object)!;
      const config = volumes.find((volume: any) => volume.name === 'config').configMap.name;
      expect(config).toMatch(/^synapse-gateway-config-[a-z0-9]{10}$/);
      expect(containers[0].envFrom[0].configMapRef.name).toMatch(
        /^synapse-environment-[a-z0-9]{10}$/,
      );
    }
  });

  it('has no Secret, so that applying it overwrites none', () => {
    expect(names('Secret')).toEqual([]);
  });

  it('binds roles and budgets to what exists', () => {
    for (const { kind, spec, metadata } of objects) {
      if (kind !== 'PodDisruptionBudget') continue;
      const service = objects.find(
        (object) =>
          isFunction(object) &&
          object.metadata.name === spec!['selector'].matchLabels['serving.knative.dev/service'],
      )!;
      const least =
        service.spec!['template'].metadata.annotations['autoscaling.knative.dev/min-scale'];
      // Of two or more, all but one stay; a least number would keep a single pod, and its node, for ever.
      expect(spec, metadata.name).not.toHaveProperty('minAvailable');
      expect(Number(least), metadata.name).toBeGreaterThan(spec!['maxUnavailable'] as number);
    }
    const role = objects.find(({ kind }) => kind === 'Role') as unknown as { rules: unknown[] };
    expect(role.rules).toEqual([
      {
        apiGroups: ['apps'],
        resources: ['deployments'],
        resourceNames: ['llama-router'],
        verbs: ['get', 'patch'],
      },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ]);
  });

  it('lets network policies pick pods that exist', () => {
    const pods = objects.flatMap((object) => {
      const template = podOf(object) && object.spec!['template'];
      return template ? [template.metadata.labels as Record<string, string>] : [];
    });
    for (const { kind, spec, metadata } of objects) {
      if (kind !== 'NetworkPolicy') continue;
      const wanted = Object.entries(spec!['podSelector'].matchLabels as Record<string, string>);
      expect(
        pods.some((labels) => wanted.every(([key, value]) => labels[key] === value)),
        metadata.name,
      ).toBe(true);
    }
  });

  it('is whole in its parts, which `make deploy-…` applies one by one', () => {
    const parts = new Set(objects.map(({ metadata }) => metadata.labels?.['synapse/part']));
    const known = [
      'infra',
      'gateway',
      'feed-bus',
      'embed',
      'llm',
      'tts',
      'stt',
      'speaker',
      'audio',
    ];
    for (const part of parts) expect(known).toContain(part);
  });

  it('puts everything but the GPU sharing into its own namespace', () => {
    for (const { kind, metadata } of objects)
      if (kind !== 'Namespace' && metadata.name !== 'nvidia-device-plugin-config')
        expect(metadata.namespace, `${kind} ${metadata.name}`).toBe('llm-infra');
  });
});
