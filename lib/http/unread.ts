import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../logging/log.ts';

interface Seen {
  written: number;
  waiting: number;
  since: number;
}

/**
 * Closes connections whose client has taken nothing of its answer for `seconds`: what stands behind it (a backend, a
 * model) would be held for as long as the client likes. Looked at now and then, so that an answer costs nothing.
 */
export function letGoOfUnread(server: Server, seconds: number, log: Pick<Log, 'info'>): void {
  if (seconds <= 0) return;
  const sockets = new Map<Socket, Seen>();
  // At a request, as the first connection is there before us.
  server.prependListener('request', ({ socket }: { socket: Socket }) => {
    if (sockets.has(socket)) return;
    sockets.set(socket, { written: 0, waiting: 0, since: performance.now() });
    socket.once('close', () => sockets.delete(socket));
  });
  const look = (): void => {
    const now = performance.now();
    for (const [socket, seen] of sockets) {
      const [written, waiting] = [socket.bytesWritten, socket.writableLength];
      if (waiting === 0 || written !== seen.written || waiting !== seen.waiting) {
        Object.assign(seen, { written, waiting, since: now });
      } else if (now - seen.since >= seconds * 1000) {
        log.info({ seconds, waiting }, 'a client that takes nothing of its answer is let go');
        socket.destroy();
      }
    }
  };
  setInterval(look, Math.max(100, seconds * 250)).unref();
}
