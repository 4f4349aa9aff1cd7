import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isAttended, onReturn } from './attendance.ts';
import { isAbort, toFault, type Fault } from './fault.ts';

/** Something the server knows, read again and again while a visible page shows it. */
export interface Resource<T> {
  readonly data: ReadonlySignal<T | undefined>;
  /** Why the last reading failed; the data is then from `at`. */
  readonly fault: ReadonlySignal<Fault | undefined>;
  /** When the data was read, ms since the epoch; 0: never. */
  readonly at: ReadonlySignal<number>;
  readonly refresh: () => Promise<void>;
  readonly watch: () => () => void;
  /** Shows a change before the server confirms it. */
  readonly patch: (change: (data: T) => T) => void;
}

const watched = new Set<{ refresh: () => Promise<void> }>();

/** Reads everything that is on the screen again. */
export const refreshAll = (): Promise<unknown> =>
  Promise.all([...watched].map((one) => one.refresh()));

/**
 * @param everyMs how long after an answer the next reading starts
 * @param whoSleeps whether the function that answers may scale to zero: then an unattended page lets it
 */
export function resource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  everyMs: number | ((data: T | undefined) => number),
  whoSleeps: 'sleeps' | 'awake' = 'awake',
): Resource<T> {
  const data = signal<T | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  const at = signal(0);
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  let stopListening: (() => void) | undefined;

  const refresh = async (): Promise<void> => {
    clearTimeout(timer);
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const next = await load(mine.signal);
      if (mine.signal.aborted) return;
      data.value = next;
      fault.value = undefined;
      at.value = Date.now();
    } catch (thrown) {
      if (mine.signal.aborted || isAbort(thrown)) return;
      fault.value = toFault(thrown);
    }
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    if (watchers === 0 || document.hidden) return;
    if (whoSleeps === 'sleeps' && !isAttended()) return;
    const ms = typeof everyMs === 'number' ? everyMs : everyMs(data.value);
    timer = setTimeout(() => void refresh(), ms);
  };
  const onVisibility = (): void => {
    if (document.hidden) clearTimeout(timer);
    else void refresh();
  };
  const self = { refresh };
  const watch = (): (() => void) => {
    if (watchers++ === 0) {
      watched.add(self);
      document.addEventListener('visibilitychange', onVisibility);
      stopListening = onReturn(() => void refresh());
      if (!document.hidden) void refresh();
    }
    return () => {
      if (--watchers > 0) return;
      stopListening?.();
      watched.delete(self);
      document.removeEventListener('visibilitychange', onVisibility);
      clearTimeout(timer);
      running?.abort();
    };
  };
  const patch = (change: (old: T) => T): void => {
    if (data.value !== undefined) data.value = change(data.value);
  };
  return { data, fault, at, refresh, watch, patch };
}

/** Keeps a resource fresh while the component is on the screen. */
export const useResource = (one: { readonly watch: () => () => void }): void => {
  useEffect(() => one.watch(), [one]);
};
