import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';

/** A function's process under the stock CLI. */
export interface Launched {
  readonly child: ChildProcess;
  readonly port: number;
}

export interface LaunchOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** The framework's command line, the same that a container runs. */
function findCli(root: string): string {
  const resolveFrom = createRequire(join(root, 'package.json'));
  return join(dirname(resolveFrom.resolve('@google-cloud/functions-framework')), 'main.js');
}

/**
 * Starts a function. The IPC channel is its lifeline: when this process is gone, however it went, the function sees the
 * channel close and stops by itself.
 */
export async function launch(
  name: string,
  { root, env, onLine }: LaunchOptions,
): Promise<Launched> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [findCli(root), `--source=dist/${name}`, `--target=${name}`, `--port=${port}`],
    {
      cwd: root,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In a group of its own: Ctrl-C reaches only this process, which then stops its functions in good order.
      detached: true,
    },
  );
  for (const stream of [child.stdout!, child.stderr!]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line) onLine(line);
    });
  }
  return { child, port };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
