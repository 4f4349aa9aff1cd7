import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors.ts';

/**
 * Gives up on an upload whose client has gone silent. A slow backend, which makes us stop reading, does not count:
 * then bytes are waiting here.
 */
export function watchUpload(
  req: IncomingMessage,
  seconds: number,
  onIdle: (error: ApiError) => void,
): void {
  if (req.complete) return;
  const { socket } = req;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (req.complete || req.destroyed) return stop();
    if (socket.bytesRead === seen && req.readableLength === 0 && !req.isPaused()) {
      stop();
      onIdle(new ApiError(408, 'upload_idle', `no byte of the body came for ${seconds} s`));
    }
    seen = socket.bytesRead;
  }, seconds * 1000);
  timer.unref();
  const stop = (): void => clearInterval(timer);
  // A timer that goes on would keep the request, and its body, until its time is up.
  req.once('end', stop).once('close', stop);
}
