// Quality and speed of the embedded engines; the numbers of docs/EMBEDDED.md. Needs pocketsphinx.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const dir = mkdtempSync(join(process.cwd(), 'dist-bench-'));
try {
  const outfile = join(dir, 'quality.mjs');
  await build({
    entryPoints: ['test/bench/engines/quality.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  console.log(`machine: ${cpus().length} × ${cpus()[0].model}, node ${process.version}\n`);
  process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
