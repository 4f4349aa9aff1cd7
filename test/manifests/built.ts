/** A Kubernetes object as kustomize prints it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Record<string, any>;
  readonly data?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** What a cluster owner applies, and the variants that replace a part of it. */
export const KUSTOMIZATIONS = [
  'kustomize/overlays/demo',
  'kustomize/overlays/demo/ingress',
  'kustomize/overlays/homelab',
  'kustomize/overlays/homelab/ingress',
  'kustomize/overlays/production',
  'kustomize/overlays/production/ingress',
  'kustomize/cluster',
  'kustomize/ingress/kourier',
  'kustomize/ingress/istio',
  'kustomize/ingress/gateway-api',
  'kustomize/backends',
] as const;

export const OVERLAYS = ['demo', 'homelab', 'production'] as const;

/** An API beside Kubernetes and Knative: its published schema is not at hand, so ours alone checks it. */
export const isForeign = ({ apiVersion }: KubeObject): boolean =>
  apiVersion.startsWith('cert-manager.io/');

export type Built = Readonly<Record<string, readonly KubeObject[]>>;

declare module 'vitest' {
  export interface ProvidedContext {
    built: Built;
    /** Folder with one YAML file for each kustomization. */
    builtFolder: string;
  }
}

export const isFunction = (object: KubeObject): boolean =>
  object.apiVersion === 'serving.knative.dev/v1' && object.kind === 'Service';

/** The pod of an object that makes pods, however deep it is. */
export function podOf(object: KubeObject): Record<string, any> | null {
  if (isFunction(object) || ['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind))
    return object.spec!['template'].spec as Record<string, any>;
  return null;
}

export const containersOf = (pod: Record<string, any>): Record<string, any>[] => [
  ...((pod['initContainers'] ?? []) as Record<string, any>[]),
  ...(pod['containers'] as Record<string, any>[]),
];

export const idOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;
