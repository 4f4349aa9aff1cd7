import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/run-function.ts';
import { unreachable, type ConnectionFault, type Unreachable } from './connection-fault.ts';
import { refused } from './outcome.ts';

async function opened(server: Server, scheme: string, host: string): Promise<Unreachable> {
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket.on('error', () => {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${scheme}://${host}:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

let pair: { key: Buffer; cert: Buffer } | undefined;

/** A certificate nobody has signed, for another name. */
function certificate(): { key: Buffer; cert: Buffer } {
  if (pair) return pair;
  const folder = mkdtempSync(join(tmpdir(), 'synapse-faults-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
  ];
  execFileSync('openssl', [...args, '-subj', '/CN=elsewhere.invalid'], { stdio: 'ignore' });
  pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}

const tls = (): Server => createTls(certificate(), () => {}).on('tlsClientError', () => {});

/** Listens, and then never accepts: further connections get no answer at all. */
const BLACK_HOLE = `
const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, server.address().port + '\\n');
  process.kill(process.pid, 'SIGSTOP');
});`;

async function blackHole(): Promise<Unreachable> {
  const child = spawn(process.execPath, ['-e', BLACK_HOLE], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(printed.toString());
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.race([
    once(fillers[0]!, 'connect'),
    new Promise((resolve) => setTimeout(resolve, 300)),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** What keeps every request from its backend. */
export const connectionFaults: readonly ConnectionFault[] = [
  {
    name: 'refused',
    title: 'refuses the connection',
    bench: 'S15',
    open: async () => ({ url: `http://127.0.0.1:${await freePort()}`, close: () => {} }),
    client: unreachable,
  },
  {
    name: 'unanswered',
    title: 'does not answer the connection',
    open: blackHole,
    client: unreachable,
  },
  {
    name: 'dns',
    title: 'has a name that does not exist',
    open: async () => ({ url: 'http://backend.invalid', close: () => {} }),
    client: unreachable,
  },
  {
    name: 'tls-untrusted',
    title: 'shows a certificate that is not to be trusted',
    open: async () => opened(tls(), 'https', 'localhost'),
    client: unreachable,
    tries: 1,
  },
  {
    name: 'tls-missing',
    title: 'speaks plain HTTP where TLS is configured',
    open: async () => opened(createHttp(), 'https', '127.0.0.1'),
    client: unreachable,
    tries: 1,
  },
  {
    name: 'tls-unexpected',
    title: 'speaks TLS where plain HTTP is configured',
    open: async () => opened(tls(), 'http', '127.0.0.1'),
    client: refused(502, 'backend_broken'),
    tries: 1,
  },
];
