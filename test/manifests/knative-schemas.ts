import { z } from 'zod';
import { misfits } from './strict-model.ts';

const model = (type: string) =>
  z.unknown().superRefine((value, ctx) => {
    for (const message of misfits(value, type, type)) ctx.addIssue({ code: 'custom', message });
  });

const metadata = model('V1ObjectMeta');
const seconds = z.int().min(0);

/** A Knative Service as its webhook takes it: the fields of a pod that need no flag, and those that a flag allows. */
const KnativeService = z.strictObject({
  apiVersion: z.literal('serving.knative.dev/v1'),
  kind: z.literal('Service'),
  metadata,
  spec: z.strictObject({
    template: z.strictObject({
      metadata,
      spec: z.strictObject({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.literal(false).optional(),
        enableServiceLinks: z.boolean(),
        containerConcurrency: z.int().min(0).max(1000),
        timeoutSeconds: seconds.min(1),
        responseStartTimeoutSeconds: seconds.min(1),
        idleTimeoutSeconds: seconds,
        securityContext: z.strictObject({ fsGroup: z.int() }).optional(),
        containers: z.array(model('V1Container')).length(1),
        volumes: z.array(model('V1Volume')),
      }),
    }),
  }),
});

const Split = z.strictObject({
  serviceName: z.string(),
  serviceNamespace: z.string(),
  servicePort: z.int(),
  percent: z.literal(100),
  appendHeaders: z.record(z.string(), z.string()),
});

/** Knative's route ingress object. */
const KnativeIngress = z.strictObject({
  apiVersion: z.literal('networking.internal.knative.dev/v1alpha1'),
  kind: z.literal('Ingress'),
  metadata,
  spec: z.strictObject({
    httpOption: z.enum(['Enabled', 'Redirected']),
    tls: z
      .array(
        z.strictObject({
          hosts: z.array(z.string()),
          secretName: z.string(),
          secretNamespace: z.string(),
        }),
      )
      .optional(),
    rules: z.array(
      z.strictObject({
        hosts: z.array(z.string()),
        visibility: z.enum(['ExternalIP', 'ClusterLocal']),
        http: z.strictObject({
          paths: z.array(
            z.strictObject({
              path: z.string().startsWith('/'),
              rewriteHost: z.string(),
              splits: z.array(Split).length(1),
            }),
          ),
        }),
      }),
    ),
  }),
});

/** cert-manager's, as far as it is used. */
const Certificate = z.strictObject({
  apiVersion: z.literal('cert-manager.io/v1'),
  kind: z.literal('Certificate'),
  metadata,
  spec: z.strictObject({
    dnsNames: z.array(z.string()).min(1),
    secretName: z.string(),
    secretTemplate: z.strictObject({ labels: z.record(z.string(), z.string()) }),
    issuerRef: z.strictObject({
      group: z.literal('cert-manager.io'),
      kind: z.enum(['Issuer', 'ClusterIssuer']),
      name: z.string(),
    }),
  }),
});

const HttpRoute = z.strictObject({
  apiVersion: z.literal('gateway.networking.k8s.io/v1'),
  kind: z.literal('HTTPRoute'),
  metadata,
  spec: z.strictObject({
    parentRefs: z.array(z.strictObject({ name: z.string(), namespace: z.string() })),
    hostnames: z.array(z.string()),
    rules: z
      .array(
        z.strictObject({
          matches: z.array(
            z.strictObject({
              path: z.strictObject({ type: z.literal('PathPrefix'), value: z.string() }),
            }),
          ),
          filters: z.array(z.looseObject({ type: z.string() })),
          timeouts: z.strictObject({ request: z.string() }),
          backendRefs: z.array(
            z.strictObject({ name: z.string(), namespace: z.string(), port: z.int() }),
          ),
        }),
      )
      .max(16),
  }),
});

const ReferenceGrant = z.strictObject({
  apiVersion: z.literal('gateway.networking.k8s.io/v1beta1'),
  kind: z.literal('ReferenceGrant'),
  metadata,
  spec: z.strictObject({
    from: z.array(z.strictObject({ group: z.string(), kind: z.string(), namespace: z.string() })),
    to: z.array(z.strictObject({ group: z.string(), kind: z.string(), name: z.string() })),
  }),
});

const core = (type: string) => model(type);

/** The schema of every kind that the manifests use; another kind is a fault until it is entered here. */
export const schemas: Readonly<Record<string, z.ZodType>> = {
  'serving.knative.dev/v1/Service': KnativeService,
  'networking.internal.knative.dev/v1alpha1/Ingress': KnativeIngress,
  'cert-manager.io/v1/Certificate': Certificate,
  'gateway.networking.k8s.io/v1/HTTPRoute': HttpRoute,
  'gateway.networking.k8s.io/v1beta1/ReferenceGrant': ReferenceGrant,
  'v1/Namespace': core('V1Namespace'),
  'v1/ServiceAccount': core('V1ServiceAccount'),
  'v1/ConfigMap': core('V1ConfigMap'),
  'v1/PersistentVolumeClaim': core('V1PersistentVolumeClaim'),
  'v1/Service': core('V1Service'),
  'apps/v1/Deployment': core('V1Deployment'),
  'networking.k8s.io/v1/NetworkPolicy': core('V1NetworkPolicy'),
  'policy/v1/PodDisruptionBudget': core('V1PodDisruptionBudget'),
  'rbac.authorization.k8s.io/v1/Role': core('V1Role'),
  'rbac.authorization.k8s.io/v1/RoleBinding': core('V1RoleBinding'),
};
