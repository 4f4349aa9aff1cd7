import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections without a request under way, those included that never sent one or only half of one: Node's own
 * `closeIdleConnections` leaves these open, and a stop would wait for them.
 */
export function trackSockets(server: Server): { readonly closeIdle: () => void } {
  const busy = new Map<Socket, number>();
  const add = (socket: Socket, count: number): void => {
    const now = busy.get(socket);
    if (now !== undefined) busy.set(socket, now + count);
  };
  server.on('connection', (socket: Socket) => {
    busy.set(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  server.prependListener('request', ({ socket }: { socket: Socket }, res: ServerResponse) => {
    add(socket, 1);
    res.once('close', () => add(socket, -1));
  });
  return {
    closeIdle: () => {
      server.closeIdleConnections();
      for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
    },
  };
}
