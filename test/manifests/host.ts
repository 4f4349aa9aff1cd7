import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dump, loadAll } from 'js-yaml';
import type { TestProject } from 'vitest/node';
import { isForeign, KUSTOMIZATIONS, type KubeObject } from './built.ts';

const run = promisify(execFile);

/** Builds every kustomization with the real `kubectl kustomize`, once for all files of the project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'synapse-manifests-'));
  const built = await Promise.all(
    KUSTOMIZATIONS.map(async (path) => {
      const { stdout } = await run(process.env['KUBECTL'] ?? 'kubectl', ['kustomize', path], {
        maxBuffer: 64 * 1024 * 1024,
      });
      const objects = loadAll(stdout) as KubeObject[];
      const published = objects.filter((object) => !isForeign(object));
      await writeFile(
        join(folder, `${path.replaceAll('/', '-')}.yaml`),
        published.map((object) => dump(object)).join('---\n'),
      );
      return [path, objects] as const;
    }),
  );
  project.provide('built', Object.fromEntries(built));
  project.provide('builtFolder', folder);
  return async () => rm(folder, { recursive: true, force: true });
}
