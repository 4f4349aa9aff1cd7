import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from './run-function.ts';

export interface RunningRedis {
  readonly url: string;
  /** Ends it at once, as a crash does. */
  readonly stop: () => Promise<void>;
  /** On the same port, with nothing of what it knew. */
  readonly start: () => Promise<void>;
  /** It still holds its connections, and answers nothing. */
  readonly pause: () => void;
  readonly resume: () => void;
}

export interface RedisSecrets {
  readonly password?: string;
  /** PEM files of a server that speaks TLS only. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A real redis-server on a free port, without persistence; gone when the test ends. */
export async function runRedis({ password, tls }: RedisSecrets = {}): Promise<RunningRedis> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const secret = password === undefined ? [] : ['--requirepass', password];
    const ports = tls
      ? ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no']
      : ['--port', String(port)];
    const files = tls
      ? ['--tls-key-file', tls.key, '--tls-cert-file', tls.cert, '--tls-ca-cert-file', tls.cert]
      : [];
    const plain = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    child = spawn('redis-server', [...ports, ...plain, ...secret, ...files], { stdio: 'ignore' });
    for (let tries = 0; !(await isOpen(port)); tries++) {
      if (tries > 200) throw new Error('redis-server does not listen; test/setup.sh installs it');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const stop = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  onTestFinished(stop);
  return {
    url: `redis${tls ? 's' : ''}://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    stop,
    start,
    pause: () => void child!.kill('SIGSTOP'),
    resume: () => void child!.kill('SIGCONT'),
  };
}

/** A command of Redis's own client, and what it has printed so far. */
export function redisCli(url: string, ...command: string[]) {
  const { hostname, port, password } = new URL(url);
  const child = spawn('redis-cli', ['-h', hostname, '-p', port, ...command], {
    env: { PATH: process.env['PATH'], REDISCLI_AUTH: password },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  return { child, printed: () => printed };
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
