import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { makeCertificate, type Certificate } from '../../support/certificate.ts';
import { freePort } from '../../support/run-function.ts';
import { blackHole } from './black-hole.ts';
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

/** A server that speaks TLS, with a certificate nobody has signed, under these names. */
async function tls(scheme: string, ...names: string[]): Promise<[Unreachable, Certificate]> {
  const certificate = makeCertificate(...names);
  const server = createTls(certificate, () => {}).on('tlsClientError', () => {});
  const place = await opened(server, scheme, 'localhost');
  const close = async (): Promise<void> => {
    await place.close();
    certificate.remove();
  };
  return [{ ...place, close }, certificate];
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
    open: async () => (await tls('https', 'DNS:localhost'))[0],
    client: unreachable,
    tries: 1,
  },
  {
    name: 'tls-other-name',
    title: 'shows a certificate that is to be trusted, for another name',
    open: async () => {
      const [place, { certFile }] = await tls('https', 'DNS:elsewhere.invalid');
      return { ...place, env: { NODE_EXTRA_CA_CERTS: certFile } };
    },
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
    open: async () => (await tls('http', 'DNS:localhost'))[0],
    client: refused(502, 'backend_broken'),
    tries: 1,
  },
];
