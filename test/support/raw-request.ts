import { connect } from 'node:net';
import { once } from 'node:events';

/** Bytes as they are, and everything that comes back until the other side closes or is silent for a moment. */
export async function rawRequest(url: string, ...pieces: (string | Buffer)[]): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  socket.on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  for (let length = -1; length !== answer.length || answer === '';) {
    length = answer.length;
    const closed = await Promise.race([
      once(socket, 'close').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300)),
    ]);
    if (closed) break;
  }
  socket.destroy();
  return answer;
}
