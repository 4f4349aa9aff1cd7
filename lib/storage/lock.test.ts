import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LockLost, withLock } from './lock.ts';

const run = promisify(execFile);
let directory = '';
let child = '';

/** A process that adds 1 to a number in a file, reading and writing apart, n times under the lock. */
const COUNTER = `
import { readFileSync, writeFileSync } from 'node:fs';
import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
const [file, times, hold] = process.argv.slice(2);
for (let i = 0; i < Number(times); i++) {
  await withLock(file + '.lock', async () => {
    const value = Number(readFileSync(file, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, Number(hold)));
    writeFileSync(file, String(value + 1));
    process.stdout.write('.');
  });
}
`;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'synapse-lock-'));
  child = join(directory, 'counter.mjs');
  await build({
    stdin: { contents: COUNTER, loader: 'ts', resolveDir: directory },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: child,
    logLevel: 'error',
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function counter(name: string): string {
  const file = join(directory, name);
  writeFileSync(file, '0');
  return file;
}

describe('withLock', () => {
  it('lets one process at a time in', async () => {
    const file = counter('many');
    await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, [child, file, '25', '1'])),
    );
    expect(readFileSync(file, 'utf8')).toBe('100');
    expect((await readdir(directory)).filter((name) => name.startsWith('many.'))).toEqual([]);
  });

  it('serves callers of one process in their order', async () => {
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        withLock(join(directory, 'fifo.lock'), async () => void order.push(n)),
      ),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('goes on at once when the holder was killed', async () => {
    const file = counter('killed');
    const holder = spawn(process.execPath, [child, file, '1', '60000'], { stdio: 'pipe' });
    await expect.poll(() => readdir(directory)).toContain('killed.lock');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const started = performance.now();
    await withLock(`${file}.lock`, async () => {});
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('takes over from a holder elsewhere whose heartbeat stands still, whatever the clock says', async () => {
    const lock = join(directory, 'elsewhere.lock');
    writeFileSync(lock, JSON.stringify({ id: 'x', host: 'another/boot', pid: 1, started: '' }));
    utimesSync(lock, new Date(Date.now() + 3.6e6), new Date(Date.now() + 3.6e6));
    const started = performance.now();
    await withLock(lock, async () => {}, { staleMs: 300 });
    expect(performance.now() - started).toBeGreaterThan(290);
  });

  it('gives up in time on a holder that lives', async () => {
    const lock = join(directory, 'busy.lock');
    const holder = spawn(process.execPath, [child, counter('busy'), '1', '60000'], {
      stdio: 'pipe',
    });
    await expect.poll(() => readdir(directory)).toContain('busy.lock');
    await expect(withLock(lock, async () => {}, { timeoutMs: 200 })).rejects.toThrow(
      'held for 200 ms',
    );
    holder.kill('SIGKILL');
  });

  it('tells a holder that it has lost the lock', async () => {
    const lock = join(directory, 'lost.lock');
    const work = withLock(lock, async (lease) => {
      await rm(lock);
      writeFileSync(lock, JSON.stringify({ id: 'other', host: 'h', pid: 1, started: '' }));
      await lease.assertHeld();
    });
    await expect(work).rejects.toThrow(LockLost);
    expect(readFileSync(lock, 'utf8')).toContain('other');
  });

  it('passes on what the work throws and lets go', async () => {
    const lock = join(directory, 'throws.lock');
    await expect(withLock(lock, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await withLock(lock, async () => {}, { timeoutMs: 100 });
  });
});
