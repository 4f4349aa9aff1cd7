import { readdirSync, readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { Host } from '../wall/host.ts';

const MEBIBYTE = 1024;

/** Resident memory of a process, in MiB. */
export const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / MEBIBYTE;

/** To be loaded into a process that `heldMebibytes` is asked of. */
export const HELD_MEMORY = new URL('held-memory.mjs', import.meta.url).href;

/** What a function still holds once all its garbage has been collected, heap and buffers, in MiB. */
export async function heldMebibytes({ pid, output }: Host): Promise<number> {
  const from = output().length;
  process.kill(pid, 'SIGUSR2');
  const line = await vi.waitUntil(() => /held ([\d.]+)\n/.exec(output().slice(from)), {
    timeout: 10_000,
  });
  return Number(line[1]);
}

/** What the container of a function may use, in MiB. */
export const memoryLimit = (fn: string): number =>
  Number(
    /limits: .*memory: (\d+)Mi/.exec(
      readFileSync(`kustomize/base/services/${fn}.yaml`, 'utf8'),
    )![1],
  );

/** Open files, sockets and pipes of a process. */
export const openHandles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** The least value of every few samples, at the moment of the first: what calls under way hold for a while is left out. */
export function leastOfEach<T extends readonly [at: number, value: number]>(
  count: number,
  samples: readonly T[],
): [at: number, value: number][] {
  return Array.from({ length: Math.floor(samples.length / count) }, (_, nth) => {
    const some = samples.slice(nth * count, (nth + 1) * count);
    return [some[0]![0], Math.min(...some.map(([, value]) => value))];
  });
}

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
