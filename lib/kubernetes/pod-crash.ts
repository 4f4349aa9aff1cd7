import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { containerCtxSize } from './container.ts';
import type { Crash } from './rollout.ts';

/**
 * How often a pod's container has ended; null for one that runs, and for pods of another template, which is told by the
 * context size.
 */
export function crashOf({ spec, status }: V1Pod, name: string, size: number | null): Crash | null {
  const container = spec?.containers.find((entry) => entry.name === name);
  const found = status?.containerStatuses?.find((entry) => entry.name === name);
  return container && found && containerCtxSize(container) === size ? ended(found) : null;
}

function ended({ restartCount, lastState = {}, state = {} }: V1ContainerStatus): Crash | null {
  const waits = state.waiting?.reason === 'CrashLoopBackOff';
  if (!waits && !state.terminated) return null;
  const last = state.terminated ?? lastState.terminated;
  return { ends: restartCount + 1, exitCode: last?.exitCode ?? null };
}
