import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createActivator, type Activator } from './activator.ts';
import { startNginx } from './nginx.ts';
import { startPod, type Cluster } from './pod.ts';
import { readOverlay } from './read-overlay.ts';

export interface Topology {
  /** The public door. */
  readonly url: string;
  /** By the name of a function, `tts`. */
  readonly services: ReadonlyMap<string, Activator>;
  readonly stop: () => Promise<void>;
}

const NAMESPACE = 'llm-infra.svc.cluster.local';
const IMAGES = resolve('dist/images');

/**
 * A built overlay as it would run in a cluster, on processes of this machine: the commands of its containers from their
 * image's files, an activator before each Service, nginx with the rules of the ingress object in front. Nothing runs
 * until it is asked.
 */
export async function startTopology(
  overlayPath: string,
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Promise<Topology> {
  const overlay = readOverlay(overlayPath, 'kustomize/overlays/demo/ingress', secrets);
  const folder = mkdtempSync(join(tmpdir(), 'synapse-topology-'));
  const addresses = new Map<string, string>();
  const cluster: Cluster = { folder, images: IMAGES, node: findNode(), addresses };
  const activators = new Map<string, Activator>();
  for (const plan of overlay.containers) {
    if (plan.fn !== null) layOut(plan.fn);
    const activator = await createActivator(() => startPod(plan, cluster));
    activators.set(plan.service, activator);
    addresses.set(`${plan.service}.${NAMESPACE}`, activator.url);
  }
  const urls = new Map([...activators].map(([service, { url }]) => [service, url]));
  const nginx = await startNginx(overlay, urls, join(folder, 'nginx'));
  return {
    url: nginx.url,
    services: new Map(
      [...activators].map(([service, activator]) => [service.replace('synapse-', ''), activator]),
    ),
    stop: async () => {
      await nginx.stop();
      // The engines last: the others may still be asking them.
      for (const activator of activators.values()) await activator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The image's Node where `make setup` has put it, else this one. */
function findNode(): string {
  const cache = resolve('.cache/node24');
  const versions = existsSync(cache) ? readdirSync(cache) : [];
  const found = versions
    .map((name) => join(cache, name, 'bin/node'))
    .find((path) => existsSync(path));
  return found ?? process.execPath;
}

/** The files of a function's image, laid out again when its bundle has changed. */
function layOut(fn: string): void {
  const stamp = join(IMAGES, `${fn}.stamp`);
  const wanted = readFileSync('dist/.stamp', 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  execFileSync(process.execPath, ['image/assemble.mjs', fn, join(IMAGES, fn)]);
  writeFileSync(stamp, wanted);
}
