import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock; the content of the lock file. */
export interface Owner {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** When the process began, to tell it from a later one with the same number; empty where that cannot be known. */
  readonly started: string;
}

/**
 * A machine's name, its boot (after a restart every process of before is gone), and the namespace its process numbers
 * belong to: containers may share a host name and not see each other's processes.
 */
const HOST = `${hostname()}/${bootId()}/${pidNamespace()}`;

export const newOwner = (): Owner => ({
  id: randomUUID(),
  host: HOST,
  pid: process.pid,
  started: startOf(process.pid),
});

export function parseOwner(text: string): Owner | null {
  try {
    const owner = JSON.parse(text) as Owner;
    return typeof owner.id === 'string' &&
      typeof owner.host === 'string' &&
      typeof owner.pid === 'number'
      ? owner
      : null;
  } catch {
    return null;
  }
}

/** Whether the owner is a process of this machine that has ended. Of other machines nothing can be said. */
export function isGone(owner: Owner): boolean {
  if (owner.host !== HOST) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return owner.started !== '' && startOf(owner.pid) !== owner.started;
}

function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; fields are counted from behind it. The 20th is the start time.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
