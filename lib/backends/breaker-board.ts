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
  /** The worst state of each backend over all processes; backends nobody has trouble with are left out. */
  readonly read: () => Promise<Record<string, BreakerState>>;
}

interface Notice {
  readonly states: Readonly<Record<string, BreakerState>>;
  readonly at: number;
}

/** A process that has gone cannot close its breakers; its notice ends by itself. */
const EXPIRY_MS = COOLDOWN_MS + 60_000;
const WORSE: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function createBreakerBoard({
  directory,
  instance,
}: {
  directory?: string | undefined;
  instance: string;
}): BreakerBoard {
  if (directory === undefined) return { publish: () => {}, read: async () => ({}) };
  const folder = join(directory, 'breakers');
  const file = join(folder, `${instance.replace(/[^\w.-]/g, '_')}-${process.pid}.json`);
  const states: Record<string, BreakerState> = {};
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    if (Object.values(states).every((state) => state === 'closed'))
      return rm(file, { force: true });
    await writeFile(`${file}.tmp`, JSON.stringify({ states, at: Date.now() } satisfies Notice));
    await rename(`${file}.tmp`, file);
  };
  return {
    publish: (name, state) => {
      states[name] = state;
      writing = writing.then(write).catch(() => {});
    },
    read: async () => {
      const names = await readdir(folder).catch(() => []);
      const notices = await Promise.all(
        names
          .filter((name) => name.endsWith('.json'))
          .map((name) => readNotice(join(folder, name))),
      );
      const worst: Record<string, BreakerState> = {};
      for (const notice of notices) {
        for (const [name, state] of Object.entries(notice?.states ?? {})) {
          if (WORSE[state] > WORSE[worst[name] ?? 'closed']) worst[name] = state;
        }
      }
      return worst;
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
