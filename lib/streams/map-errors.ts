import type { Readable } from 'node:stream';

/**
 * Gives the errors of a stream other names, whoever destroys it and whenever its reader looks. Done where the error
 * enters, because a stream that failed before it was read shows the error it was destroyed with.
 */
export function mapErrors<T extends Readable>(stream: T, map: (error: Error) => Error): T {
  const destroy = stream.destroy.bind(stream);
  stream.destroy = (error) => destroy(error && map(error));
  return stream;
}
