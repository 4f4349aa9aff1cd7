import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { containerCtxSize } from './container.ts';
import type { Crash } from './rollout.ts';

/**
 * What keeps a pod's container from running: how often it has ended, or why it, or one that has to be done before it,
 * cannot be started. Null for one that runs or is about to, and for pods of another template, which is told by the context
 * size.
 */
export function crashOf({ spec, status }: V1Pod, name: string, size: number | null): Crash | null {
  const container = spec?.containers.find((entry) => entry.name === name);
  if (!container || containerCtxSize(container) !== size) return null;
  const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  for (const init of initContainerStatuses) {
    const crash = init.state?.terminated?.exitCode === 0 ? null : ended(init);
    if (crash) return crash;
  }
  const found = containerStatuses.find((entry) => entry.name === name);
  return found ? ended(found) : null;
}

/** The kubelet goes on trying, but each of these has failed already, and none has to do with time. */
const CANNOT_START = new Set([
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

function ended({ restartCount, lastState = {}, state = {} }: V1ContainerStatus): Crash | null {
  const reason = state.waiting?.reason ?? '';
  const last = state.terminated ?? lastState.terminated;
  const exitCode = last?.exitCode ?? null;
  if (CANNOT_START.has(reason)) return { ends: restartCount, exitCode, cannotStart: reason };
  if (reason !== 'CrashLoopBackOff' && !state.terminated) return null;
  return { ends: restartCount + 1, exitCode };
}
