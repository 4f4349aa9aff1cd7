import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A worker bundled as the build does it, in a folder inside the project, so that it finds its packages. */
export async function bundleWorker(
  entry: string,
): Promise<{ folder: string; workerFile: string; remove: () => void }> {
  const folder = await mkdtemp(join(import.meta.dirname, '../../node_modules/.worker-'));
  const workerFile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: workerFile,
  });
  return { folder, workerFile, remove: () => rmSync(folder, { recursive: true }) };
}
