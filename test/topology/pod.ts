import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/run-function.ts';
import type { ContainerPlan } from './read-overlay.ts';

export interface Pod {
  readonly name: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Milliseconds from the start of the process to the first answer of its probe. */
  readonly readyMs: number;
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface Cluster {
  /** Volumes and pods are folders here. */
  readonly folder: string;
  /** The laid-out images: `<images>/<function>` is `/app`. */
  readonly images: string;
  /** Runs in place of the image's node. */
  readonly node: string;
  /** Where a name of the cluster is reached, as `http://host:port`. */
  readonly addresses: ReadonlyMap<string, string>;
}

let started = 0;

/**
 * Starts a container's command as a process: its variables, its volumes as folders, its ConfigMap as files. What a
 * process cannot have (a root of its own, a host name) is replaced: paths are mapped to the folders, the pod's name is
 * given as a variable.
 */
export async function startPod(plan: ContainerPlan, cluster: Cluster): Promise<Pod> {
  const name = `${plan.service}-${++started}`;
  const own = join(cluster.folder, name);
  const folders = plan.mounts.map((mount, index) => {
    const folder = mount.claim
      ? join(cluster.folder, `pvc-${mount.claim}`, mount.subPath)
      : join(own, String(index));
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries(mount.files ?? {}))
      writeFileSync(join(folder, file), content);
    return [mount.path, folder] as [string, string];
  });
  const app = join(cluster.images, plan.fn ?? '');
  const places = new Map([...folders, ['/app', app], ['/usr/local/bin/node', cluster.node]]);
  const anyPlace = new RegExp(`(?<![\\w/.-])(${[...places.keys()].join('|')})(?=/|$|\\s)`, 'g');
  const placed = (text: string): string => {
    let out = text;
    for (const [from, to] of cluster.addresses)
      out = out.replaceAll(`http://${from}`, to).replaceAll(`${from}:6379`, new URL(to).host);
    out = out.replaceAll(anyPlace, (path) => places.get(path)!);
    // The rest of the root is read-only in a container; here, a place that not even root can make.
    return /^\/data(\/|$)/.test(out) ? `/proc/not-mounted${out}` : out;
  };
  const port = await freePort();
  const [file, ...args] = plan.command.map((item) => placed(item).replace('6379', String(port)));
  const begun = performance.now();
  const child = spawn(file!, args, {
    cwd: existsSync(app) ? app : own,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      ...Object.fromEntries(Object.entries(plan.env).map(([key, value]) => [key, placed(value)])),
      TMPDIR: placed('/tmp'),
      PORT: String(port),
      K_SERVICE: plan.service,
      SYNAPSE_INSTANCE_ID: name,
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  await untilReady(plan, port, child, () => printed);
  const readyMs = performance.now() - begun;
  return { name, port, child, readyMs, output: () => printed, stop };
}

async function untilReady(
  { service, readyPath }: ContainerPlan,
  port: number,
  child: ChildProcess,
  printed: () => string,
): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (child.exitCode !== null)
      throw new Error(`${service} ended with ${child.exitCode}:\n${printed()}`);
    if (readyPath === null) {
      if (/Ready to accept connections/.test(printed())) return;
    } else {
      const answer = await fetch(`http://127.0.0.1:${port}${readyPath}`).catch(() => null);
      if (answer?.ok) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGKILL');
  throw new Error(`${service} is not ready:\n${printed()}`);
}
