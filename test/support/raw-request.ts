import { connect } from 'node:net';
import { once } from 'node:events';

/** Bytes as they are, and everything that comes back until the other side closes or is silent for a moment. */
export async function rawRequest(url: string, ...pieces: (string | Buffer)[]): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const chunks: string[] = [];
  socket.setEncoding('latin1').on('data', (text: string) => void chunks.push(text));
  socket.on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  const closed = once(socket, 'close').then(() => true);
  const pause = (): Promise<boolean> =>
    new Promise((resolve) => setTimeout(() => resolve(false), 300));
  let heard = -1;
  while (heard !== chunks.length || chunks.length === 0) {
    heard = chunks.length;
    if (await Promise.race([closed, pause()])) break;
  }
  socket.destroy();
  return chunks.join('');
}
