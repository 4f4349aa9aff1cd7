import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './run-function.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningIngress {
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** The local ingress as `make start` runs it, on a free port. */
export async function runIngress(env: Record<string, string>): Promise<RunningIngress> {
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/local/main.mjs'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  for (let tries = 0; !/\bready\b/.test(printed); tries++) {
    if (tries > 600 || child.exitCode !== null)
      throw new Error(`the ingress is not ready:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return { url: `http://127.0.0.1:${port}`, pid: child.pid!, stop, output: () => printed };
}
