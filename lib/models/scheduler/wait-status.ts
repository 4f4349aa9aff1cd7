import { fits, isUsable } from './admission.ts';
import { isDownloading } from './plan.ts';
import type { State, Waiter } from './state.ts';

/** What a waiting client is told. */
export interface WaitStatus {
  readonly phase: 'queued' | 'loading' | 'downloading' | 'restarting' | 'answering';
  /** Place in the queue, from 1; null once it is served. */
  readonly position: number | null;
  /** Estimated from earlier loads; null: nothing is known. */
  readonly eta_ms: number | null;
  /** 0 to 1. */
  readonly progress: number | null;
}

const ANSWERING: WaitStatus = { phase: 'answering', position: null, eta_ms: null, progress: null };

/** How far a waiter has come. */
export function waitStatus(state: State, id: number, at: number): WaitStatus {
  const index = state.waiters.findIndex((waiter) => waiter.id === id);
  const waiter = state.waiters[index];
  if (!waiter) return ANSWERING;
  const { operation } = state;
  const position = index + 1;
  if (operation?.kind === 'change' && operation.ctxSize === waiter.ctxSize)
    return { phase: 'restarting', position, eta_ms: null, progress: null };
  if (isDownloading(state, waiter.model)) {
    const progress = state.view.get(waiter.model)?.progress ?? null;
    return { phase: 'downloading', position, eta_ms: null, progress };
  }
  if (operation?.kind !== 'load' || operation.model !== waiter.model)
    return { phase: 'queued', position, eta_ms: queueLeft(state, waiter, at), progress: null };
  const progress = state.view.get(waiter.model)?.progress ?? null;
  return { phase: 'loading', position, eta_ms: loadLeft(state, at), progress };
}

/** What is left of the load under way, and the waiter's own load; how long others take to answer nobody knows. */
function queueLeft(state: State, waiter: Waiter, at: number): number | null {
  const ready = isUsable(state, waiter.model) && fits(state, waiter);
  const own = ready ? 0 : state.learned.get(waiter.model);
  const before = state.operation?.kind === 'load' ? loadLeft(state, at) : 0;
  return own === undefined || before === null ? null : Math.round(own + before);
}

/** Milliseconds the load under way will take, from earlier loads of the model or from its progress. */
function loadLeft({ operation, learned, view }: State, at: number): number | null {
  if (operation?.kind !== 'load') return null;
  const spent = at - operation.since;
  const usual = learned.get(operation.model);
  if (usual !== undefined) return Math.max(0, Math.round(usual - spent));
  const progress = view.get(operation.model)?.progress ?? 0;
  return progress > 0.05 ? Math.round((spent / progress) * (1 - progress)) : null;
}

/** The status as one line for an SSE comment. */
export function statusLine({ phase, position, progress }: WaitStatus): string {
  if (phase === 'queued') return `queued ${position}`;
  return progress === null ? phase : `${phase} ${Math.floor(progress * 100)}%`;
}
