import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeCertificate } from './certificate.ts';

interface Container {
  readonly name: string;
  args: string[];
  readonly command?: string[];
  readonly env?: { name: string; value: string }[];
}

export interface FakeKubernetes {
  readonly kubeconfig: string;
  readonly containers: Container[];
  readonly requests: {
    method: string;
    url: string;
    type: string | undefined;
    authorization: string | undefined;
    body: string;
  }[];
  onPatch: () => void;
  /** What becomes of a change: by default it is rolled out after 100 ms. */
  rollOut: (generation: number) => void;
  generation: number;
  status: Record<string, unknown>;
  pods: object[];
  /** The file that lets a kubeconfig's client trust this server. */
  readonly ca: string;
  readonly port: number;
  /** Answers every call with this status when set. */
  failWith: number;
}

/** A real HTTPS server with a certificate of its own that speaks the Kubernetes API for one Deployment. */
export async function fakeKubernetes(containers: Container[]): Promise<FakeKubernetes> {
  const directory = mkdtempSync(join(tmpdir(), 'synapse-kubernetes-'));
  const { key, cert, certFile, remove } = makeCertificate('DNS:localhost', 'IP:127.0.0.1');
  const fake: FakeKubernetes = {
    kubeconfig: join(directory, 'config'),
    containers,
    requests: [],
    onPatch: () => {},
    rollOut: (generation) => void setTimeout(() => (fake.status = rolledOut(generation)), 100),
    generation: 1,
    status: rolledOut(1),
    pods: [],
    failWith: 0,
    ca: certFile,
    port: 0,
  };
  const deployment = (): string =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'llama-router', generation: fake.generation },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'llama-router' } },
        template: { spec: { containers } },
      },
      status: fake.status,
    });
  const server = createServer({ key, cert }, (req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += String(chunk)));
    req.on('end', () => {
      fake.requests.push({
        method: req.method!,
        url: req.url!,
        type: req.headers['content-type'],
        authorization: req.headers.authorization,
        body,
      });
      res.setHeader('content-type', 'application/json');
      if (fake.failWith) {
        res.writeHead(fake.failWith).end('{"kind":"Status","message":"secret reason"}');
        return;
      }
      if (req.method === 'PATCH') {
        const patch = JSON.parse(body) as {
          spec: { template: { spec: { containers: Container[] } } };
        };
        for (const { name, args } of patch.spec.template.spec.containers)
          containers.find((container) => container.name === name)!.args = args;
        fake.generation++;
        fake.onPatch();
        fake.rollOut(fake.generation);
      }
      if (req.url!.includes('/pods')) {
        res.end(JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: fake.pods }));
        return;
      }
      res.end(deployment());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
    remove();
  });
  const { port } = server.address() as AddressInfo;
  const cluster = {
    server: `https://localhost:${port}`,
    'certificate-authority': certFile,
  };
  writeFileSync(
    fake.kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token: 'kube-token' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  );
  return Object.assign(fake, { port });
}

/** The status of a Deployment whose one replica runs its latest template. */
export const rolledOut = (generation: number): Record<string, unknown> => ({
  observedGeneration: generation,
  replicas: 1,
  updatedReplicas: 1,
  availableReplicas: 1,
  conditions: [{ type: 'Available', status: 'True' }],
});
