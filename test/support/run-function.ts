import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = fileURLToPath(
  new URL(
    '../../node_modules/@google-cloud/functions-framework/build/src/main.js',
    import.meta.url,
  ),
);

export interface RunningFunction {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it has printed. */
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** A real bundle under the real functions-framework CLI, ready to answer. */
export async function runFunction(
  name: string,
  env: Record<string, string> = {},
): Promise<RunningFunction> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [CLI, `--source=dist/${name}`, `--target=${name}`, `--port=${port}`],
    {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, () => printed);
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return { url, child, output: () => printed, stop };
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null)
      throw new Error(`the function ended with ${child.exitCode}:\n${printed()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`the function is not ready after 30 s:\n${printed()}`);
}

/**
 * A port nobody listens on, above the ones `fetch` refuses to call, below those the system hands out by itself: between now and the moment it is used, another
 * test's server or connection cannot be given it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 11_000 + Math.floor(Math.random() * 19_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (free) return port;
  }
}
