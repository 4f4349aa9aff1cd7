import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Pod } from './pod.ts';

/**
 * What stands in front of a Service's pods in the cluster: wakes one when there is none, holds who asks meanwhile, and
 * spreads connections over the pods. It does not read what it passes.
 */
export interface Activator {
  readonly url: string;
  readonly pods: () => readonly Pod[];
  /** As the autoscaler: more pods, or fewer, which get nothing new, then SIGTERM. Resolves with the exit codes. */
  readonly scale: (count: number) => Promise<(number | null)[]>;
  readonly close: () => Promise<void>;
}

export async function createActivator(start: () => Promise<Pod>): Promise<Activator> {
  let pods: Pod[] = [];
  let waking: Promise<void> | null = null;
  let turn = 0;

  const grow = async (count: number): Promise<void> => {
    const wanted = Array.from({ length: count - pods.length }, start);
    pods.push(...(await Promise.all(wanted)));
  };
  const wake = (): Promise<void> =>
    (waking ??= grow(1).finally(() => {
      waking = null;
    }));
  const pass = async (client: Socket): Promise<void> => {
    client.on('error', () => {});
    if (pods.length === 0) await wake();
    const pod = pods[turn++ % pods.length]!;
    const backend = connect(pod.port, '127.0.0.1');
    backend.on('error', () => client.destroy());
    client.on('close', () => backend.destroy());
    backend.on('close', () => client.destroySoon());
    client.pipe(backend).pipe(client);
  };
  const server: Server = createServer({ pauseOnConnect: true }, (client) => {
    pass(client).catch(() => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const scale = async (count: number): Promise<(number | null)[]> => {
    if (count >= pods.length) {
      await grow(count);
      return [];
    }
    const leaving = pods.slice(count);
    pods = pods.slice(0, count);
    return Promise.all(leaving.map(async (pod) => pod.stop()));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pods: () => pods,
    scale,
    close: async () => {
      server.close();
      await waking?.catch(() => {});
      for (const pod of pods) {
        setTimeout(() => pod.child.kill('SIGKILL'), 5000).unref();
        await pod.stop();
      }
    },
  };
}
