import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { COOLDOWN_MS, type BreakerState } from './breaker.ts';

/** Until when each url is left out, in epoch milliseconds, by its number. */
export type OutUrls = Readonly<Record<number, number>>;

/** What one process tells of the backends it uses. */
export interface Notice {
  readonly states: Readonly<Record<string, BreakerState>>;
  readonly answered?: Readonly<Record<string, number>>;
  readonly out?: Readonly<Record<string, OutUrls>>;
  readonly at: number;
  /** Epoch milliseconds until which the states are believed, where that is longer than for others. */
  readonly until?: number;
}

/** A process that has gone cannot close its breakers: so long after they may be tried again its notice ends by itself. */
export const AFTER_MS = 60_000;
const EXPIRY_MS = COOLDOWN_MS + AFTER_MS;
const WORSE: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** The notices of all processes; those that are too old are removed. */
export async function readNotices(folder: string): Promise<Notice[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const read = await Promise.all(names.map((name) => readNotice(join(folder, name))));
  return read.filter((notice) => notice !== null);
}

export function worstStates(notices: readonly Notice[]): Record<string, BreakerState> {
  const worst: Record<string, BreakerState> = {};
  for (const { states } of notices) {
    for (const [name, state] of Object.entries(states)) {
      if (WORSE[state] > WORSE[worst[name] ?? 'closed']) worst[name] = state;
    }
  }
  return worst;
}

export function latestAnswers(notices: readonly Notice[]): Record<string, number> {
  const last: Record<string, number> = {};
  for (const { answered = {} } of notices) {
    for (const [name, at] of Object.entries(answered)) last[name] = Math.max(last[name] ?? 0, at);
  }
  return last;
}

export function outUrls(notices: readonly Notice[]): Record<string, OutUrls> {
  const latest: Record<string, Record<number, number>> = {};
  for (const [name, urls] of notices.flatMap(({ out = {} }) => Object.entries(out))) {
    for (const [url, until] of stillOut(urls)) {
      const known = (latest[name] ??= {});
      known[url] = Math.max(known[url] ?? 0, until);
    }
  }
  return latest;
}

const stillOut = (urls: OutUrls): [number, number][] =>
  Object.entries(urls)
    .map(([url, until]): [number, number] => [Number(url), until])
    .filter(([, until]) => until > Date.now());

async function readNotice(path: string): Promise<Notice | null> {
  try {
    const notice = JSON.parse(await readFile(path, 'utf8')) as Notice;
    if (Date.now() < Math.max(notice.at + EXPIRY_MS, notice.until ?? 0)) return notice;
    // What ends at a time of its own does so.
    if (Object.values(notice.out ?? {}).some((urls) => stillOut(urls).length > 0))
      return { states: {}, out: notice.out!, at: notice.at };
    await rm(path, { force: true });
    return null;
  } catch {
    return null;
  }
}
