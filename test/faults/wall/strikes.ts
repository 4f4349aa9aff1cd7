import type { Blow, Strike } from './fault-server.ts';

/** The head of an answer, written by hand where node would not write it so. */
export const head = (lines: readonly string[]): string => `HTTP/1.1 ${lines.join('\r\n')}\r\n\r\n`;

/** Answers with a status and a body when the request has come. */
export const answers =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Strike =>
  ({ received, res }) => {
    received(() =>
      res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body),
    );
  };

/** Bytes straight to the socket when the request has come, and then what `then` does with the connection. */
export const raw =
  (
    bytes: (blow: Blow) => readonly (Buffer | string)[],
    then: 'end' | 'stay' | 'reset' = 'end',
  ): Strike =>
  (blow) => {
    const { received, socket } = blow;
    received(() => {
      for (const piece of bytes(blow)) socket.write(piece);
      if (then === 'end') socket.end();
      if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 50);
    });
  };

/** Starts the right answer, sends `count` of its pieces, and then does `then`. */
export const breaksOff =
  (count: number, then: (blow: Blow) => void): Strike =>
  (blow) => {
    const { received, res, healthy, send } = blow;
    received(() => {
      res.writeHead(200, { 'content-type': healthy.type });
      res.flushHeaders();
      for (const piece of healthy.pieces.slice(0, count)) send(piece);
      setTimeout(() => then(blow), 250);
    });
  };

/** The right answer in slices, one every `everyMs`. */
export const drips =
  (slices: number, everyMs: number): Strike =>
  ({ received, res, healthy, send }) => {
    received(() => {
      res.writeHead(200, { 'content-type': healthy.type });
      res.flushHeaders();
      const body = Buffer.concat(healthy.pieces);
      let at = 0;
      const timer = setInterval(() => {
        const end = ++at === slices ? body.length : Math.floor((at * body.length) / slices);
        send(body.subarray(Math.floor(((at - 1) * body.length) / slices), end));
        if (at < slices) return;
        clearInterval(timer);
        res.end();
      }, everyMs);
      res.on('close', () => clearInterval(timer));
    });
  };

/** The right answer with its body changed; complete as far as HTTP goes. */
export const sends =
  (change: (body: Buffer) => readonly Buffer[], type?: string): Strike =>
  ({ received, res, healthy, send }) => {
    received(() => {
      res.writeHead(200, { 'content-type': type ?? healthy.type });
      for (const piece of change(Buffer.concat(healthy.pieces))) send(piece);
      res.end();
    });
  };

export const destroy = ({ socket }: Blow): void => void socket.destroy();
export const stay = (): void => {};
