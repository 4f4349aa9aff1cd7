import type { Readable } from 'node:stream';

/**
 * Calls back when all that a stream holds has been read, at once if it holds nothing. A source that broke does not take
 * back what it sent: destroyed right away, the stream would drop it. For a stream that gets nothing more.
 */
export function whenRead(stream: Readable, then: () => void): void {
  if (stream.readableLength === 0) {
    then();
    return;
  }
  const read = stream.read.bind(stream);
  // Whoever consumes a stream, by whatever means, takes what it holds by this method.
  stream.read = (size) => {
    const chunk = read(size) as unknown;
    if (stream.readableLength === 0) process.nextTick(then);
    return chunk;
  };
}
