import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Volume {
  readonly path: string;
  readonly remount: (options: string) => void;
  readonly unmount: () => void;
}

/** A volume in memory of so many KiB, or null where this machine does not let us mount one. */
export function mountVolume(kibibytes: number): Volume | null {
  const path = mkdtempSync(join(tmpdir(), 'synapse-volume-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path], {
      stdio: 'ignore',
    });
  } catch {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    remount: (options) => execFileSync('mount', ['-o', `remount,${options}`, path]),
    unmount: () => {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true });
    },
  };
}
