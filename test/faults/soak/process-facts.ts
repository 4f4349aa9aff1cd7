import { readdirSync, readFileSync } from 'node:fs';

const MEBIBYTE = 1024;

/** Resident memory of a process, in MiB. */
export const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / MEBIBYTE;

/** Open files, sockets and pipes of a process. */
export const openHandles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Growth per minute of samples taken at moments in milliseconds: the slope of the straight line that fits best. */
export function slopePerMinute(samples: readonly (readonly [at: number, value: number])[]): number {
  const mean = (index: 0 | 1): number =>
    samples.reduce((sum, sample) => sum + sample[index], 0) / samples.length;
  const [at, value] = [mean(0), mean(1)];
  let [up, down] = [0, 0];
  for (const [x, y] of samples) {
    up += (x - at) * (y - value);
    down += (x - at) ** 2;
  }
  return (up / down) * 60_000;
}
