import type { IncomingMessage } from 'node:http';

/** Where a request came from, as the first proxy says, else by the connection. Whoever calls us directly may lie. */
export const addressOf = ({ headers, socket }: IncomingMessage): string =>
  String(headers['x-forwarded-for'] ?? '')
    .split(',', 1)[0]!
    .trim() ||
  (socket.remoteAddress ?? '');
