import type { Fault } from '../api/fault.ts';
import { callOf, type CallStore } from './call-store.ts';
import type { Timing } from './timing.ts';

/** The call of a tool as its view shows it. */
export interface Call extends Pick<CallStore, 'run' | 'stop'> {
  readonly busy: boolean;
  readonly stopped: boolean;
  readonly fault: Fault | undefined;
  readonly timing: Timing | undefined;
}

/** Shows the call of a tool, also one that was made before the view was left. */
export function useCall(tool: string): Call {
  const { busy, stopped, fault, timing, run, stop } = callOf(tool);
  return {
    busy: busy.value,
    stopped: stopped.value,
    fault: fault.value,
    timing: timing.value,
    run,
    stop,
  };
}
