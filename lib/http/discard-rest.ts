import type { IncomingMessage } from 'node:http';

/** How long the rest of an upload is read and thrown away after an early answer. */
const DISCARD_MS = 3000;

export const isUploaded = (req: IncomingMessage): boolean =>
  req.complete || req.readableEnded || req.destroyed;

/**
 * An answer that comes before its request has ended: closing the connection now would reset it, and the client, still
 * sending, would never see the answer. So what comes is read and thrown away for a while, and only then is `done` called
 * to end the answer, which closes a connection that is not kept alive.
 */
export function discardRest(req: IncomingMessage, done: () => void): void {
  if (isUploaded(req)) {
    done();
    return;
  }
  req.unpipe();
  req.resume();
  const timer = setTimeout(() => req.destroy(), DISCARD_MS);
  const over = (): void => {
    clearTimeout(timer);
    done();
  };
  req.once('end', over).once('close', over);
}
