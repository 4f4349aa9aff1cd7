import type { IncomingMessage } from 'node:http';

/**
 * Where a request came from. With `hops` proxies in front that are known, as the outermost of them has seen it. Without
 * any (0), as the first entry of `x-forwarded-for` says, else by the connection: whoever calls may make that up.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  hops: number,
): string {
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim());
  return (hops > 0 ? told.at(-hops) : told[0]) || (socket.remoteAddress ?? '');
}
