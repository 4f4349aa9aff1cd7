import { load } from 'js-yaml';
import { expect, inject, it } from 'vitest';
import { loadBackends } from '../../lib/config/backends.ts';
import { isFunction, podOf, type KubeObject } from './built.ts';

const servers = inject('built')['kustomize/backends']!;
const named = (kind: string, name: string): KubeObject | undefined =>
  servers.find((object) => object.kind === kind && object.metadata.name === name);

const { backends } = loadBackends('config/backends.yaml', {});

it.each([...backends.values()])('$name is where the backends file looks for it', (backend) => {
  const { hostname, port, pathname } = new URL(backend.urls[0]!);
  expect(hostname).toBe(`${backend.name}.llm-infra.svc.cluster.local`);
  const service = named('Service', backend.name)!;
  expect(service.spec!['ports'][0].port).toBe(Number(port));
  const { template } = named('Deployment', backend.name)!.spec!;
  expect(template.metadata.labels).toMatchObject(service.spec!['selector']);
  const [container] = template.spec.containers;
  expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
  const path = `${pathname.replace(/\/$/, '')}${backend.health}`;
  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
    expect(container[probe].httpGet).toEqual({ path, port: 'http' });
});

it('names the container and the models that llm works with', () => {
  const router = named('Deployment', 'llama-router')!.spec!['template'].spec;
  expect(router.containers[0].name).toBe('llama-server');
  expect(router.containers[0].args).toContain('--ctx-size');
  const fetched = router.initContainers.map((init: any) => /([^/]+)\.gguf$/.exec(init.args[0])![1]);
  for (const model of JSON.stringify(backends.get('llama-router')!.options).match(/Qwen[\w.-]+/g)!)
    expect(fetched).toContain(model);
});

it('loads the speech model that the backends file asks for', () => {
  const [speaches] = named('Deployment', 'whisper-stt')!.spec!['template'].spec.containers;
  const preload = speaches.env.find(({ name }: any) => name === 'PRELOAD_MODELS').value;
  expect(JSON.parse(preload)).toEqual([backends.get('whisper-stt')!.options['model']]);
});

it('lets each server run as a user that may read its image', () => {
  const users = servers
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec }) => [metadata.name, spec!['template'].spec.securityContext] as const);
  for (const [name, context] of users) {
    // speaches lies in the home of its own user, closed to all others.
    const user = name === 'whisper-stt' ? 1000 : 65532;
    expect(context, name).toMatchObject({ runAsUser: user, runAsGroup: user, fsGroup: user });
  }
});

it('fits what it is said to need: homelab one machine with 8 CPUs and 32 GiB', () => {
  const size = (text: unknown, units: Readonly<Record<string, number>>): number => {
    const [, number, unit] = /^([\d.]+)(\w*)$/.exec(String(text))!;
    return Number(number) * units[unit!]!;
  };
  let cpus = 0;
  let gibibytes = 0;
  for (const object of inject('built')['kustomize/overlays/homelab']!) {
    const { requests } = podOf(object)?.['containers'][0].resources ?? {};
    if (!requests) continue;
    // With the queue-proxy of Knative in each pod of a function.
    cpus += size(requests.cpu, { '': 1, m: 1e-3 }) + (isFunction(object) ? 0.025 : 0);
    gibibytes += size(requests.memory, { Gi: 1, Mi: 1 / 1024 });
  }
  // Knative, Kourier and k3s ask for about 1.5 CPUs and 1.5 GiB of their own.
  expect(cpus).toBeLessThan(8 - 1.5);
  expect(gibibytes).toBeLessThan(32 - 8);
});

it('gives the speech server a model that speaks the languages, at its port, and time to speak', () => {
  const { volumes, containers } = named('Deployment', 'chatterbox-tts')!.spec!['template'].spec;
  const [container] = containers;
  const mount = container.volumeMounts.find(
    ({ mountPath }: any) => mountPath === '/app/config.yaml',
  );
  const { configMap } = volumes.find(({ name }: any) => name === mount.name);
  const config = load(named('ConfigMap', configMap.name)!.data![mount.subPath]!) as any;
  expect(config.server.port).toBe(container.ports[0].containerPort);
  expect(config.model.repo_id).toBe('chatterbox-multilingual');
  // Its longest call; meanwhile it answers no probe.
  for (const { periodSeconds, failureThreshold } of [
    container.readinessProbe,
    container.livenessProbe,
  ])
    expect(periodSeconds * failureThreshold).toBeGreaterThan(600);
});

it('takes a transcriber that fetches its model by itself', () => {
  const [speaches] = named('Deployment', 'whisper-stt')!.spec!['template'].spec.containers;
  // PRELOAD_MODELS and STT_MODEL_TTL are of 0.9; older ones pass over them in silence.
  const [, minor] = /:0\.(\d+)\./.exec(speaches.image)!;
  expect(Number(minor)).toBeGreaterThanOrEqual(9);
});

it('recreates servers that cannot stand side by side: those with a GPU or a volume of one node', () => {
  for (const { kind, spec, metadata } of servers) {
    if (kind !== 'Deployment') continue;
    const { containers, volumes = [] } = spec!['template'].spec as {
      containers: { resources: { limits: Record<string, unknown> } }[];
      volumes?: object[];
    };
    const gpu = containers[0]!.resources.limits['nvidia.com/gpu'];
    const claim = volumes.some((volume) => 'persistentVolumeClaim' in volume);
    expect(spec!['strategy'].type, metadata.name).toBe(gpu || claim ? 'Recreate' : 'RollingUpdate');
  }
});
