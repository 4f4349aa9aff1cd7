import { link, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryName } from './write-file.ts';
import { isGone, newOwner, parseOwner, type Owner } from './lock-owner.ts';

/** The lock was not to be had in time. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';
}

/** A holder that is taken for dead has lost its lock; nothing of its work may be committed. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
}

export interface Lease {
  /** To be called right before a commit. @throws {LockLost} */
  readonly assertHeld: () => Promise<void>;
}

export interface LockOptions {
  readonly timeoutMs?: number;
  /** How long the heartbeat of a holder elsewhere may stand still, by the clock of the one who waits. */
  readonly staleMs?: number;
}

const HEARTBEAT_MS = 2000;
const STALE_MS = 15_000;
const TIMEOUT_MS = 30_000;

/** Callers of this process wait here, in order, before they compete on the disk. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while holding the lock file at `path`, which no other process on the volume then holds.
 *
 * The file is made by `link()`, which is atomic also on NFS, and names its holder, who touches it every two seconds. A
 * holder that died on this machine is noticed at once, one elsewhere when its heartbeat has stood still for 15 s of the
 * waiter's monotonic clock, so that a jump of the wall clock means nothing. Taking over moves the file aside and looks
 * again at what was moved. Known packages for this judge by wall clock and cannot tell a dead process from a slow one.
 * @throws {LockTimeout}
 */
export async function withLock<T>(
  path: string,
  work: (lease: Lease) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const run = before.then(() => locked(path, work, options));
  const settled = run.catch(() => {});
  queues.set(path, settled);
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path);
  });
  return run;
}

async function locked<T>(
  path: string,
  work: (lease: Lease) => Promise<T>,
  { timeoutMs = TIMEOUT_MS, staleMs = STALE_MS }: LockOptions,
): Promise<T> {
  const owner = newOwner();
  const file = await acquire(path, owner, timeoutMs, staleMs);
  const beat = setInterval(() => {
    const now = new Date();
    // By its descriptor: once taken over, the name may stand for another holder's file.
    file.utimes(now, now).catch(() => {});
  }, HEARTBEAT_MS);
  try {
    return await work({
      assertHeld: async () => {
        if ((await ownerOf(path))?.id !== owner.id)
          throw new LockLost(`the lock ${path} was taken over`);
      },
    });
  } finally {
    clearInterval(beat);
    await file.close();
    if ((await ownerOf(path))?.id === owner.id) await rm(path, { force: true });
  }
}

const ownerOf = async (path: string): Promise<Owner | null> =>
  parseOwner(await readFile(path, 'utf8').catch(() => ''));

async function acquire(
  path: string,
  owner: Owner,
  timeoutMs: number,
  staleMs: number,
): Promise<FileHandle> {
  const own = temporaryName(path);
  const deadline = performance.now() + timeoutMs;
  let watched = { mtime: Number.NaN, since: 0 };
  const file = await open(own, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(owner));
    for (let wait = 2; !(await take(own, path)); wait = Math.min(wait * 2, 50)) {
      if (performance.now() > deadline) {
        throw new LockTimeout(`the lock ${path} was held for ${timeoutMs} ms`);
      }
      const mtime = (await stat(path).catch(() => null))?.mtimeMs ?? watched.mtime;
      if (mtime !== watched.mtime) watched = { mtime, since: performance.now() };
      const holder = await ownerOf(path);
      const silent = watched.since > 0 && performance.now() - watched.since > staleMs;
      if (silent || (holder && isGone(holder))) await takeOver(path, holder);
      else await sleep(wait * (0.5 + Math.random()));
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function take(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    // Over NFS the answer to a link that was made can get lost, and its repetition finds it there.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return (await stat(own)).nlink === 2;
    throw error;
  }
}

/** Moves a dead holder's file aside. If a live one was moved instead, in the instant between, it is put back. */
async function takeOver(path: string, dead: Owner | null): Promise<void> {
  if ((await ownerOf(path))?.id !== dead?.id) return;
  const aside = temporaryName(path);
  try {
    await rename(path, aside);
  } catch (error) {
    // Another waiter was quicker.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await ownerOf(aside);
  if (moved && moved.id !== dead?.id) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
