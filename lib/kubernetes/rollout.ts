/** What a Deployment and its pods say of a rollout. */
export interface RolloutStatus {
  readonly generation: number;
  readonly observedGeneration: number;
  /** Wanted, of the new template, available, and all there are. */
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly total: number;
  readonly conditions: readonly Condition[];
  /** Containers of the new template that keep ending; empty where pods may not be listed. */
  readonly crashes: readonly Crash[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
}

export interface Crash {
  readonly ends: number;
  readonly exitCode: number | null;
  /** The kubelet's word for why it cannot be started, such as `ImagePullBackOff`. */
  readonly cannotStart?: string;
}

export type Rollout =
  | { readonly phase: 'progressing' | 'done' }
  | { readonly phase: 'failed'; readonly reason: string };

/** A container that has ended this often since the change is not coming up. */
const CRASHES = 2;

/** How far a rollout is, counted from the generation that the change made. */
export function rolloutOf(status: RolloutStatus, generation: number): Rollout {
  if (status.observedGeneration < generation) return { phase: 'progressing' };
  const reason = failureOf(status);
  if (reason) return { phase: 'failed', reason };
  const { wanted, updated, available, total } = status;
  const done = updated >= wanted && available >= wanted && total <= updated;
  return { phase: done ? 'done' : 'progressing' };
}

function failureOf({ conditions, crashes }: RolloutStatus): string | null {
  const stuck = crashes.find(({ cannotStart }) => cannotStart !== undefined);
  if (stuck) return `its container cannot be started (${stuck.cannotStart})`;
  const crash = crashes.find(({ ends }) => ends >= CRASHES);
  if (crash) {
    const how = crash.exitCode === null ? '' : ` with exit code ${crash.exitCode}`;
    return `its container ended${how} ${crash.ends} times in a row`;
  }
  const is = (type: string, status: string): Condition | undefined =>
    conditions.find((condition) => condition.type === type && condition.status === status);
  if (is('Progressing', 'False')?.reason === 'ProgressDeadlineExceeded')
    return 'the rollout exceeded its progress deadline';
  if (is('ReplicaFailure', 'True')) return 'its pods cannot be created';
  return null;
}
