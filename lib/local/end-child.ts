import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Lets a process finish what it does; a second after its drain time it is killed. */
export async function endChild(child: ChildProcess, drainSeconds: number): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), (drainSeconds + 1) * 1000);
  await gone;
  clearTimeout(impatience);
}
