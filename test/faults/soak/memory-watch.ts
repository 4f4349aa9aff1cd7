import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../wall/host.ts';
import {
  heldMebibytes,
  leastOfEach,
  openHandles,
  residentMebibytes,
  slopePerMinute,
} from './process-facts.ts';

const SAMPLE_MS = 3000;
/** Samples of which the least is taken. */
const TOGETHER = 4;
/** The part of the run in which memory may still find its level. */
const WARM_UP = 0.4;

type Sample = readonly [at: number, mebibytes: number];

/** How a process's memory went, in MiB; slopes are MiB a minute behind the warm-up. */
export interface MemoryFacts {
  readonly resident: { readonly start: number; readonly end: number; readonly most: number };
  readonly residentSlope: number;
  readonly held: number;
  readonly heldSlope: number;
  readonly handles: readonly [before: number, after: number];
}

/** Watches a function from now on; `stop` is to be called when nobody calls it any more. */
export function watchMemory(host: Host, until: number): { readonly facts: () => MemoryFacts } {
  const before = openHandles(host.pid);
  const begun = performance.now();
  const level = begun + (until - begun) * WARM_UP;
  const resident: Sample[] = [[begun, residentMebibytes(host.pid)]];
  const held: Sample[] = [];
  void (async () => {
    for (; performance.now() < until; await sleep(SAMPLE_MS)) {
      held.push([performance.now(), await heldMebibytes(host)]);
      resident.push([performance.now(), residentMebibytes(host.pid)]);
    }
  })();
  const behind = (samples: readonly Sample[]): Sample[] => samples.filter(([at]) => at > level);
  const slope = (samples: readonly Sample[]): number =>
    slopePerMinute(leastOfEach(TOGETHER, behind(samples)));
  return {
    facts: () => ({
      resident: {
        start: resident.find(([at]) => at > level)![1],
        end: resident.at(-1)![1],
        most: Math.max(...resident.map(([, value]) => value)),
      },
      residentSlope: slope(resident),
      held: held.at(-1)![1],
      heldSlope: slope(held),
      handles: [before, openHandles(host.pid)],
    }),
  };
}
