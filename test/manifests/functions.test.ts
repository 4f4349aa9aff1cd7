import { describe, expect, inject, it } from 'vitest';
import { variables } from '../../lib/config/env.ts';
import { embedded } from '../../lib/routes/embedded.ts';
import { table } from '../../lib/routes/table.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { containersOf, isFunction, OVERLAYS, podOf, type KubeObject } from './built.ts';

const built = inject('built');
const slices = { ...table, embedded };
const features = built['kustomize/cluster']!.find((o) => o.metadata.name === 'config-features')!;
const defaults = built['kustomize/cluster']!.find((o) => o.metadata.name === 'config-defaults')!;

const functionsOf = (overlay: string): KubeObject[] =>
  built[`kustomize/overlays/${overlay}`]!.filter(isFunction);

const AUTOSCALING = new Set(
  'min-scale max-scale initial-scale activation-scale target metric class target-burst-capacity target-utilization-percentage window panic-window-percentage panic-threshold-percentage scale-down-delay scale-to-zero-pod-retention-period'.split(
    ' ',
  ),
);
/** Pod fields that Knative refuses unless a flag says otherwise. */
const FLAGS: Readonly<Record<string, string>> = {
  securityContext: 'kubernetes.podspec-securitycontext',
  initContainers: 'kubernetes.podspec-init-containers',
  nodeSelector: 'kubernetes.podspec-nodeselector',
  tolerations: 'kubernetes.podspec-tolerations',
  affinity: 'kubernetes.podspec-affinity',
  topologySpreadConstraints: 'kubernetes.podspec-topologyspreadconstraints',
  priorityClassName: 'kubernetes.podspec-priorityclassname',
  runtimeClassName: 'kubernetes.podspec-runtimeclassname',
  dnsConfig: 'kubernetes.podspec-dnsconfig',
};

const all = OVERLAYS.flatMap((overlay) =>
  functionsOf(overlay).map(
    (object) => [overlay, object.metadata.name.replace('synapse-', ''), object] as const,
  ),
);

it.each(OVERLAYS)('%s has a Service for every function of the route table', (overlay) => {
  const names = functionsOf(overlay).map(({ metadata }) => metadata.name.replace('synapse-', ''));
  const embeddedToo = overlay === 'demo' ? ['embedded'] : [];
  expect(names.toSorted()).toEqual([...Object.keys(table), ...embeddedToo].toSorted());
});

describe.each(all)('%s: %s', (_overlay, name, object) => {
  const { metadata, spec } = object.spec!['template'];
  const container = spec.containers[0];
  const scale = (key: string): number =>
    Number(metadata.annotations[`autoscaling.knative.dev/${key}`]);

  it('gives its longest route the time it needs, within what the cluster allows', () => {
    const routes = Object.values(slices[name as keyof typeof slices]);
    const longest = Math.max(...routes.map((route) => route.seconds));
    expect(spec.timeoutSeconds).toBeGreaterThanOrEqual(longest);
    expect(spec.responseStartTimeoutSeconds).toBeLessThanOrEqual(spec.timeoutSeconds);
    expect(spec.idleTimeoutSeconds).toBeLessThanOrEqual(spec.timeoutSeconds);
    const silent = Math.max(
      0,
      ...routes.filter(({ replies }) => replies !== 'sse').map((route) => route.seconds),
    );
    expect(spec.responseStartTimeoutSeconds).toBeGreaterThanOrEqual(silent);
    // Knative counts the idle time from the request on, so a shorter one would be the limit on the first byte.
    expect(spec.idleTimeoutSeconds).toBeGreaterThanOrEqual(
      Math.max(silent, spec.responseStartTimeoutSeconds),
    );
    expect(spec.timeoutSeconds).toBeLessThanOrEqual(
      Number(defaults.data!['max-revision-timeout-seconds']),
    );
  });

  it('scales as Knative understands it', () => {
    for (const key of Object.keys(metadata.annotations))
      if (key.startsWith('autoscaling.knative.dev/'))
        expect(AUTOSCALING, key).toContain(key.split('/')[1]);
    for (const [key, value] of Object.entries({
      ...metadata.annotations,
      ...object.metadata.annotations,
    }))
      expect(typeof value, key).toBe('string');
    expect(scale('min-scale')).toBeLessThanOrEqual(scale('max-scale'));
    expect(scale('max-scale')).toBeGreaterThan(0);
    expect(object.metadata.annotations ?? {}).not.toHaveProperty(
      'autoscaling.knative.dev/min-scale',
    );
    if (spec.containerConcurrency > 0)
      expect(scale('target')).toBeLessThanOrEqual(spec.containerConcurrency);
  });

  it('is reached through the ingress only, and carries no selector', () => {
    expect(object.metadata.labels).toMatchObject({
      'networking.knative.dev/visibility': 'cluster-local',
      'app.kubernetes.io/part-of': 'synapse',
    });
    expect(object.spec).not.toHaveProperty('selector');
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'synapse' });
  });

  it('uses only pod fields whose flag the cluster component sets', () => {
    for (const [field, flag] of Object.entries(FLAGS))
      if (field in spec) expect(features.data![flag], field).toBe('enabled');
    for (const volume of spec.volumes) {
      if (!volume.persistentVolumeClaim) continue;
      expect(features.data!['kubernetes.podspec-persistent-volume-claim']).toBe('enabled');
      expect(features.data!['kubernetes.podspec-persistent-volume-write']).toBe('enabled');
    }
    for (const entry of container.env)
      expect(entry.valueFrom ?? {}, entry.name).not.toHaveProperty('fieldRef');
  });

  it('sets variables that exist, to values that fit', () => {
    const shared = built[`kustomize/overlays/${_overlay}`]!.find(
      ({ metadata: { name: found } }) => found === container.envFrom[0].configMapRef.name,
    )!;
    const plain = Object.fromEntries(
      (container.env as { name: string; value?: string }[])
        .filter(({ value }) => value !== undefined)
        .map((entry) => [entry.name, entry.value!]),
    );
    const named = (container.env as { name: string }[]).map((entry) => entry.name);
    for (const variable of [...named, ...Object.keys(shared.data!)]) {
      if (variable === 'SYNAPSE_EMBEDDED_URL') continue;
      expect(Object.keys(variables), variable).toContain(variable.replace(/^SYNAPSE_/, ''));
    }
    for (const [variable, value] of Object.entries({ ...shared.data, ...plain })) {
      const schema = variables[variable.replace(/^SYNAPSE_/, '') as keyof typeof variables];
      if (schema) expect(schema.safeParse(value).success, `${variable}=${value}`).toBe(true);
    }
    for (const limit of ['SYNAPSE_DRAIN_SECONDS', 'SYNAPSE_REQUEST_LIMIT_SECONDS'])
      expect(plain[limit], limit).toBe(String(spec.timeoutSeconds));
  });

  it('may write where its variables send it: the root is read-only', () => {
    const shared = built[`kustomize/overlays/${_overlay}`]!.find(
      ({ metadata: { name: found } }) => found === container.envFrom[0].configMapRef.name,
    )!;
    const writable = container.volumeMounts
      .filter(({ readOnly }: { readOnly?: boolean }) => !readOnly)
      .map(({ mountPath }: { mountPath: string }) => mountPath);
    expect(writable).toContain('/tmp');
    expect(writable).toContain(shared.data!['SYNAPSE_STATE_DIR']);
    if (['voices', 'tts', 'llm'].includes(name))
      expect(writable).toContain(shared.data!['SYNAPSE_VOICE_LIBRARY_DIR']);
  });

  it('is probed as it answers', () => {
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    expect(container.livenessProbe.httpGet.path).toBe('/livez');
    expect(container.ports).toEqual([{ name: 'http1', containerPort: 8080 }]);
  });

  it('runs the image of its name and of this version', () => {
    expect(container.image).toMatch(
      new RegExp(`/synapse-${name}(:${packageJson.version}|@sha256:[0-9a-f]{64})$`),
    );
  });
});

it('holds the event streams of the dashboard in one pod', () => {
  for (const [, name, object] of all) {
    if (name !== 'dashboard') continue;
    const { annotations } = object.spec!['template'].metadata;
    expect(annotations['autoscaling.knative.dev/min-scale']).toBe('1');
    expect(annotations['autoscaling.knative.dev/max-scale']).toBe('1');
    expect(Number(annotations['autoscaling.knative.dev/target'])).toBeGreaterThanOrEqual(1000);
  }
});

it('gives the keys of backends to every function that reads the backends file', () => {
  const keys = { name: 'synapse-backend-keys', optional: true };
  for (const object of functionsOf('production'))
    expect(podOf(object)!['containers'][0].envFrom, object.metadata.name).toContainEqual({
      secretRef: keys,
    });
});

it('lets several pods of llm run only where Redis keeps their order', () => {
  for (const overlay of OVERLAYS) {
    const llm = functionsOf(overlay).find(({ metadata }) => metadata.name === 'synapse-llm')!;
    const most = llm.spec!['template'].metadata.annotations['autoscaling.knative.dev/max-scale'];
    const redis = built[`kustomize/overlays/${overlay}`]!.some(
      (object) => object.kind === 'Deployment' && object.metadata.name.endsWith('-redis'),
    );
    if (!redis) expect(most, overlay).toBe('1');
  }
});

it('gives a Kubernetes token to llm alone', () => {
  for (const object of OVERLAYS.flatMap((overlay) => built[`kustomize/overlays/${overlay}`]!)) {
    const pod = podOf(object);
    if (!pod) continue;
    if (object.metadata.name === 'synapse-llm') {
      expect(pod['serviceAccountName']).toBe('synapse-llm');
      expect(pod).not.toHaveProperty('automountServiceAccountToken');
    } else expect(pod['automountServiceAccountToken'], object.metadata.name).toBe(false);
    expect(containersOf(pod).length).toBeGreaterThan(0);
  }
});
