import { isUsable } from './admission.ts';
import { isDownloading } from './plan.ts';
import type { State } from './state.ts';
import { waitStatus } from './wait-status.ts';

/** The queue as `GET /models/queue` shows it. */
export interface Snapshot {
  readonly current: {
    readonly model: string;
    readonly phase: 'draining' | 'unloading' | 'loading' | 'downloading' | 'restarting';
    readonly progress: number | null;
    readonly eta_ms: number | null;
  } | null;
  readonly queue: {
    readonly model: string;
    readonly waiting: number;
    readonly oldest_ms: number;
  }[];
  readonly in_flight: { readonly model: string; readonly count: number }[];
  readonly router: { readonly max_models: number | null; readonly loaded: string[] };
  readonly learned: { readonly model: string; readonly load_ms: number }[];
}

export function snapshotOf(state: State, at: number): Snapshot {
  return {
    current: currentOf(state, at),
    queue: queueOf(state, at),
    in_flight: [...state.inFlight].map(([model, count]) => ({ model, count })),
    router: {
      // `--models-max 0` sets no bound.
      max_models: Number.isFinite(state.maxModels) ? state.maxModels : null,
      loaded: [...state.view.keys()].filter((model) => isUsable(state, model)),
    },
    learned: [...state.learned].map(([model, ms]) => ({ model, load_ms: Math.round(ms) })),
  };
}

function queueOf({ waiters }: State, at: number): Snapshot['queue'] {
  const groups = new Map<string, { waiting: number; oldest_ms: number }>();
  for (const { model, since } of waiters) {
    const group = groups.get(model) ?? { waiting: 0, oldest_ms: Math.round(at - since) };
    groups.set(model, { ...group, waiting: group.waiting + 1 });
  }
  return [...groups].map(([model, group]) => ({ model, ...group }));
}

const PHASES = { close: 'draining', unload: 'unloading', change: 'restarting' } as const;

function currentOf(state: State, at: number): Snapshot['current'] {
  const { operation, waiters } = state;
  if (!operation) return downloadOf(state);
  if (operation.kind !== 'load') {
    const phase = PHASES[operation.kind];
    const model = operation.kind === 'change' ? '*' : operation.model;
    return { model, phase, progress: null, eta_ms: null };
  }
  const { model } = operation;
  const waiter = waiters.find((other) => other.model === model);
  if (!waiter) return { model, phase: 'loading', progress: null, eta_ms: null };
  const { progress, eta_ms } = waitStatus(state, waiter.id, at);
  const phase = isDownloading(state, model) ? 'downloading' : 'loading';
  return { model, phase, progress, eta_ms };
}

/** What someone waits for while nothing is being done to the router. */
function downloadOf(state: State): Snapshot['current'] {
  const model = state.waiters.find((waiter) => isDownloading(state, waiter.model))?.model;
  if (model === undefined) return null;
  const progress = state.view.get(model)?.progress ?? null;
  return { model, phase: 'downloading', progress, eta_ms: null };
}
