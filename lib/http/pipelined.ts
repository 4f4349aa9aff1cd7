import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Of several answers that one connection waits for, Node tells only the first that the connection has closed; those
 * behind it, which have no socket yet, would be worked on for nobody. They are told here as Node tells the first.
 */
export function tellPipelined({ socket }: IncomingMessage, res: ServerResponse): void {
  if (res.socket !== null) return;
  const tell = (): void => {
    if (res.socket !== null) return;
    res.destroy();
    res.emit('close');
  };
  // As many as the client likes to send before it reads.
  socket.setMaxListeners(0);
  socket.once('close', tell);
  res.once('close', () => socket.off('close', tell));
}
