import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { isFunction, podOf, type KubeObject } from '../manifests/built.ts';

/** One container, as its manifest and its image describe it. */
export interface ContainerPlan {
  /** `synapse-tts` */
  readonly service: string;
  /** Function of the image; null for an image that is not ours. */
  readonly fn: string | null;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path in the container to where it comes from. */
  readonly mounts: readonly Mount[];
  readonly readyPath: string | null;
  readonly timeoutSeconds: number;
}

export interface Mount {
  readonly path: string;
  readonly subPath: string;
  readonly claim?: string;
  /** File name to content. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Overlay {
  readonly containers: readonly ContainerPlan[];
  readonly paths: readonly {
    readonly path: string;
    readonly service: string;
    readonly host: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}

const build = (path: string): KubeObject[] =>
  loadAll(
    execFileSync(process.env['KUBECTL'] ?? 'kubectl', ['kustomize', path], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    }),
  ) as KubeObject[];

/** Reads an overlay as `kubectl kustomize` builds it, and the paths of its ingress object. */
export function readOverlay(
  path: string,
  ingress: string,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Overlay {
  const objects = build(path);
  const configMaps = new Map(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata, data }) => [metadata.name, data ?? {}]),
  );
  const route = build(ingress).find(({ kind }) => kind === 'Ingress')!;
  return {
    containers: objects
      .filter((object) => isFunction(object) || object.kind === 'Deployment')
      .map((object) => planOf(object, configMaps, secrets)),
    paths: route.spec!['rules'].flatMap((rule: any) =>
      rule.http.paths.map((entry: any) => ({
        path: entry.path,
        service: entry.splits[0].serviceName,
        host: entry.rewriteHost,
        headers: entry.splits[0].appendHeaders,
      })),
    ),
  };
}

type Data = ReadonlyMap<string, Readonly<Record<string, string>>>;

function planOf(
  object: KubeObject,
  configMaps: Data,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
): ContainerPlan {
  const pod = podOf(object)!;
  const container = pod['containers'][0];
  const fn = /\/synapse-([a-z]+)[:@]/.exec(container.image)?.[1] ?? null;
  const image = fn === null ? { command: [], env: {} } : readImage(fn);
  const shared = (container.envFrom ?? []).map(({ configMapRef }: any) =>
    configMaps.get(configMapRef.name)!,
  );
  const own = (container.env ?? []).map(({ name, value, valueFrom }: any) => [
    name,
    valueFrom ? secrets[valueFrom.secretKeyRef.name]![valueFrom.secretKeyRef.key] : value,
  ]);
  return {
    service: object.metadata.name,
    fn,
    command: [...(container.command ?? image.command), ...(container.args ?? [])],
    env: Object.assign({}, image.env, ...shared, Object.fromEntries(own)) as Record<string, string>,
    mounts: (container.volumeMounts ?? []).map((mount: any) => {
      const volume = pod['volumes'].find((item: any) => item.name === mount.name);
      return {
        path: mount.mountPath,
        subPath: mount.subPath ?? '',
        ...(volume.persistentVolumeClaim && { claim: volume.persistentVolumeClaim.claimName }),
        ...(volume.configMap && { files: configMaps.get(volume.configMap.name) }),
      };
    }),
    readyPath: container.readinessProbe?.httpGet?.path ?? null,
    timeoutSeconds: pod['timeoutSeconds'] ?? 600,
  };
}

/** Entry point and variables of an image, from the Dockerfile. */
function readImage(fn: string): { command: string[]; env: Record<string, string> } {
  const stage = readFileSync('Dockerfile', 'utf8')
    .split(/^FROM /m)
    .find((text) => text.includes(` AS ${fn === 'embedded' ? 'embedded' : 'function'}\n`))!;
  const variables = /^ENV (.+)$/m.exec(stage)![1]!.replaceAll('${FUNCTION}', fn);
  return {
    command: JSON.parse(/^ENTRYPOINT (.+)$/m.exec(stage)![1]!) as string[],
    env: Object.fromEntries(
      variables.split(' ').map((item) => item.split('=', 2) as [string, string]),
    ),
  };
}
