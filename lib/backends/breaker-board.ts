import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COOLDOWN_MS, type BreakerState } from './breaker.ts';

/**
 * Breakers live in the process that uses them. The board shows them to the others, above all to `/health`: each
 * process keeps one small file in a shared directory and rewrites it when a breaker changes.
 */
export interface BreakerBoard {
  /** Never fails and never waits: a lost notice costs a line on a page. */
  readonly publish: (name: string, state: BreakerState) => void;
  /** A backend that is not probed has answered a call; told again after ten seconds at the earliest. */
  readonly answered: (name: string) => void;
  /** The worst state of each backend over all processes; backends nobody has trouble with are left out. */
  readonly read: () => Promise<Record<string, BreakerState>>;
  /** When each backend that is not probed has last answered any process, in epoch milliseconds; old news is left out. */
  readonly answers: () => Promise<Record<string, number>>;
}

interface Notice {
  readonly states: Readonly<Record<string, BreakerState>>;
  readonly answered?: Readonly<Record<string, number>>;
  readonly at: number;
}

/** A process that has gone cannot close its breakers; its notice ends by itself. */
const EXPIRY_MS = COOLDOWN_MS + 60_000;
const RETOLD_MS = 10_000;
const WORSE: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

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
      read: async () => ({}),
      answers: async () => ({}),
    };
  const folder = join(directory, 'breakers');
  const file = join(folder, `${instance.replace(/[^\w.-]/g, '_')}-${process.pid}.json`);
  const states: Record<string, BreakerState> = {};
  const answered: Record<string, number> = {};
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const calm = Object.values(states).every((state) => state === 'closed');
    if (calm && Object.keys(answered).length === 0) return rm(file, { force: true });
    const notice: Notice = { states, answered, at: Date.now() };
    await writeFile(`${file}.tmp`, JSON.stringify(notice));
    await rename(`${file}.tmp`, file);
  };
  const tell = (): void => {
    writing = writing.then(write).catch(() => {});
  };
  const notices = async (): Promise<readonly Notice[]> => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
    const read = await Promise.all(names.map((name) => readNotice(join(folder, name))));
    return read.filter((notice) => notice !== null);
  };
  return {
    publish: (name, state) => {
      states[name] = state;
      tell();
    },
    answered: (name) => {
      const now = Date.now();
      if (now - (answered[name] ?? 0) < RETOLD_MS) return;
      answered[name] = now;
      tell();
    },
    read: async () => {
      const worst: Record<string, BreakerState> = {};
      for (const { states: theirs } of await notices()) {
        for (const [name, state] of Object.entries(theirs)) {
          if (WORSE[state] > WORSE[worst[name] ?? 'closed']) worst[name] = state;
        }
      }
      return worst;
    },
    answers: async () => {
      const last: Record<string, number> = {};
      for (const notice of await notices()) {
        for (const [name, at] of Object.entries(notice.answered ?? {}))
          last[name] = Math.max(last[name] ?? 0, at);
      }
      return last;
    },
  };
}

async function readNotice(path: string): Promise<Notice | null> {
  try {
    const notice = JSON.parse(await readFile(path, 'utf8')) as Notice;
    if (Date.now() - notice.at < EXPIRY_MS) return notice;
    await rm(path, { force: true });
    return null;
  } catch {
    return null;
  }
}
