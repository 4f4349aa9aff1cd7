import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AFTER_MS,
  latestAnswers,
  outUrls,
  readNotices,
  worstStates,
  type Notice,
  type OutUrls,
} from './breaker-notices.ts';
import type { BreakerState } from './breaker.ts';

/**
 * Breakers live in the process that uses them. The board shows them to the others, above all to `/health`: each
 * process keeps one small file in a shared directory and rewrites it when a breaker changes.
 */
export interface BreakerBoard {
  /**
   * Never fails and never waits: a lost notice costs a line on a page. `openMs`: how long it refuses calls, if it is open.
   */
  readonly publish: (name: string, state: BreakerState, openMs?: number) => void;
  /** A backend that is not probed has answered a call; told again after ten seconds at the earliest. */
  readonly answered: (name: string) => void;
  /** A url of a backend, counted from 1, gets no calls until then (epoch milliseconds), or (null) gets some again. */
  readonly leftOut: (name: string, url: number, until: number | null) => void;
  /** The worst state of each backend over all processes; backends nobody has trouble with are left out. */
  readonly read: () => Promise<Record<string, BreakerState>>;
  /** When each backend that is not probed has last answered any process, in epoch milliseconds; old news is left out. */
  readonly answers: () => Promise<Record<string, number>>;
  /** The urls that get no calls from some process now, by backend: until when, by number. */
  readonly out: () => Promise<Record<string, OutUrls>>;
}

const RETOLD_MS = 10_000;

export function createBreakerBoard({
  directory,
  instance,
}: {
  directory?: string | undefined;
  instance: string;
}): BreakerBoard {
  if (directory === undefined)
    return {
      publish: () => {},
      answered: () => {},
      leftOut: () => {},
      read: async () => ({}),
      answers: async () => ({}),
      out: async () => ({}),
    };
  const folder = join(directory, 'breakers');
  const file = join(folder, `${instance.replace(/[^\w.-]/g, '_')}-${process.pid}.json`);
  const states: Record<string, BreakerState> = {};
  const answered: Record<string, number> = {};
  const out: Record<string, Record<number, number>> = {};
  let believedUntil = 0;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const calm =
      Object.values(states).every((state) => state === 'closed') &&
      Object.keys(answered).length + Object.keys(out).length === 0;
    if (calm) return rm(file, { force: true });
    const notice: Notice = { states, answered, out, at: Date.now(), until: believedUntil };
    await writeFile(`${file}.tmp`, JSON.stringify(notice));
    await rename(`${file}.tmp`, file);
  };
  const tell = (): void => {
    writing = writing.then(write).catch(() => {});
  };
  const notices = (): Promise<Notice[]> => readNotices(folder);
  return {
    publish: (name, state, openMs = 0) => {
      believedUntil = Math.max(believedUntil, Date.now() + openMs + AFTER_MS);
      states[name] = state;
      tell();
    },
    answered: (name) => {
      const now = Date.now();
      if (now - (answered[name] ?? 0) < RETOLD_MS) return;
      answered[name] = now;
      tell();
    },
    leftOut: (name, url, until) => {
      const { [url]: _old, ...others } = out[name] ?? {};
      out[name] = until === null ? others : { ...others, [url]: until };
      if (Object.keys(out[name]).length === 0) delete out[name];
      tell();
    },
    read: async () => worstStates(await notices()),
    answers: async () => latestAnswers(await notices()),
    out: async () => outUrls(await notices()),
  };
}
