import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder for the temporary files of one run, which is gone when the run is; what killed runs have left is swept. It
 * holds what clients have uploaded, so nobody else may look into it.
 */
export function createScratch(dataDirectory: string): string {
  const folder = join(dataDirectory, 'tmp');
  const own = join(folder, String(process.pid));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder))
    if (!isAlive(Number(name))) rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(own, { recursive: true, mode: 0o700 });
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
