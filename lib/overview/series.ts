import { createHistogram, type Histogram } from './histogram.ts';

/** Seconds of one point. */
export const STEP_SECONDS = 10;
const KEPT = 3600 / STEP_SECONDS;

/** What happened in one step. */
export interface Step {
  requests: number;
  errors: number;
  readonly durations: Histogram;
  readonly firstBytes: Histogram;
}

const emptyStep = (): Step => ({
  requests: 0,
  errors: 0,
  durations: createHistogram(),
  firstBytes: createHistogram(),
});

export interface Series {
  readonly add: (at: number, failed: boolean, ms: number, firstByteMs: number) => void;
  /** The step that a number names, if anything happened in it. Steps are numbered from the epoch. */
  readonly step: (number: number) => Step | undefined;
  readonly sum: (from: number, to: number) => Step;
}

/** Steps are counted from the epoch, so that those of two processes are the same. */
export const stepAt = (ms: number): number => Math.floor(ms / 1000 / STEP_SECONDS);

/** The requests of an hour, by steps; what is older goes. */
export function createSeries(now = () => Date.now()): Series {
  const steps = new Map<number, Step>();
  const forget = (): void => {
    const oldest = stepAt(now()) - KEPT;
    for (const number of steps.keys()) if (number < oldest) steps.delete(number);
  };
  return {
    add: (at, failed, ms, firstByteMs) => {
      const number = stepAt(at);
      if (number < stepAt(now()) - KEPT || number > stepAt(now()) + 1) return;
      let step = steps.get(number);
      if (!step) {
        forget();
        steps.set(number, (step = emptyStep()));
      }
      step.requests++;
      if (failed) step.errors++;
      step.durations.add(ms);
      step.firstBytes.add(firstByteMs);
    },
    step: (number) => steps.get(number),
    sum: (from, to) => {
      const sum = emptyStep();
      for (const [number, step] of steps) {
        if (number < from || number > to) continue;
        sum.requests += step.requests;
        sum.errors += step.errors;
        sum.durations.merge(step.durations);
        sum.firstBytes.merge(step.firstBytes);
      }
      return sum;
    },
  };
}
