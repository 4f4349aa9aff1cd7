import type { Readable } from 'node:stream';
import { whenRead } from './when-read.ts';

/**
 * Gives the errors of a stream other names, whoever destroys it and whenever its reader looks. Done where the error
 * enters, because a stream that failed before it was read shows the error it was destroyed with. An error for which
 * `waits` holds comes after what the stream holds has been read.
 */
export function mapErrors<T extends Readable>(
  stream: T,
  map: (error: Error) => Error,
  waits: (error: Error) => boolean = () => false,
): T {
  const destroy = stream.destroy.bind(stream);
  stream.destroy = (error) => {
    if (!error || !waits(error)) return destroy(error && map(error));
    const named = map(error);
    whenRead(stream, () => void destroy(named));
    return stream;
  };
  return stream;
}
